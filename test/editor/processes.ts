// Starting programs and ending them: each in a process group of its own, so that nothing of it stays. It may not use a shell.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { atEnd } from './ending.ts';

const STOP_LIMIT_MILLISECONDS = 5_000;
const LOG_LIMIT_CHARACTERS = 64_000;
const OUTPUT_LIMIT_BYTES = 16_000_000;

export type Environment = Readonly<Record<string, string>>;

/** A program that goes on running beside the ring. */
export interface Service {
  readonly pid: number;
  /** The newest of what it printed. */
  log(): string;
  /** Resolves with the first match in what it prints; rejects when it ends or the time is over before. */
  printed(pattern: RegExp, limitSeconds: number): Promise<RegExpExecArray>;
  /** Resolves, when it is over, with how it ended. */
  readonly ended: Promise<string>;
  /** Ends it and whatever it started. */
  stop(): Promise<void>;
}

export interface ServiceOptions {
  readonly environment: Environment;
  readonly folder: string;
  /** Everything it prints goes there too. */
  readonly logFile?: string;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // No process of that group is left, which is what the signal was for.
  }
}

function waitForMatch(child: ChildProcess, log: () => string, pattern: RegExp, limitSeconds: number) {
  return new Promise<RegExpExecArray>((resolve, reject) => {
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      child.stdout?.off('data', look);
      child.stderr?.off('data', look);
      child.off('exit', ended);
      finish();
    };
    const look = () => {
      const match = pattern.exec(log());
      if (match) settle(() => resolve(match));
    };
    const fail = (why: string) => settle(() => reject(new Error(`${child.spawnfile} ${why}. It printed:\n${log()}`)));
    const ended = () => fail('ended before it was ready');
    const timer = setTimeout(() => fail(`was not ready after ${limitSeconds} s`), limitSeconds * 1000);
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.on('exit', ended);
    if (child.exitCode !== null || child.signalCode !== null) ended();
    else look();
  });
}

/** Starts a program that runs until it is stopped; rejects when it can't be started at all. */
export async function startService(
  program: string,
  args: readonly string[],
  options: ServiceOptions,
): Promise<Service> {
  const child = spawn(program, args, {
    cwd: options.folder,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-LOG_LIMIT_CHARACTERS);
    if (options.logFile) appendFileSync(options.logFile, chunk);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${program} was started without a process id`);
  const forget = atEnd(() => signalGroup(pid, 'SIGKILL'));
  const ended = new Promise<string>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with code ${code}`)),
  );
  return {
    pid,
    ended,
    log: () => text,
    printed: (pattern, limitSeconds) => waitForMatch(child, () => text, pattern, limitSeconds),
    async stop() {
      signalGroup(pid, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), STOP_LIMIT_MILLISECONDS);
      await ended;
      clearTimeout(timer);
      // The leader is gone; a process that it started may have ignored the first signal.
      signalGroup(pid, 'SIGKILL');
      forget();
    },
  };
}

export interface CommandOptions {
  readonly folder: string;
  readonly limitSeconds: number;
  readonly environment?: Environment;
}

/** Runs a program to its end and returns what it printed; rejects with its words when it fails or takes too long. */
export function runCommand(program: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const settings = {
    cwd: options.folder,
    env: options.environment ?? process.env,
    timeout: options.limitSeconds * 1000,
    maxBuffer: OUTPUT_LIMIT_BYTES,
    killSignal: 'SIGKILL',
  } as const;
  return new Promise((resolve, reject) => {
    execFile(program, args, settings, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const why = error.killed ? `was stopped after ${options.limitSeconds} s` : `failed (${error.code})`;
      reject(new Error(`${program} ${args.join(' ')} ${why}:\n${stderr || stdout || error.message}`));
    });
  });
}

/** The path of a program that the system has, looked for where its administrator's programs are too. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
