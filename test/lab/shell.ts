// Runs programs for the lab, above all its shell scripts, each with a limit on time and output. It knows nothing of hosts.
import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../../scripts/node.mjs';

const SCRIPT = join(dirname(fileURLToPath(import.meta.url)), 'shell', 'lab.sh');
const OUTPUT_LIMIT_BYTES = 16_000_000;
const DOWN_LIMIT_MILLISECONDS = 30_000;

export type Answer = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type Command = {
  readonly program: string;
  readonly args: readonly string[];
  readonly limitSeconds: number;
  readonly environment?: NodeJS.ProcessEnv;
  readonly input?: string | Buffer;
  /** What it says while it works is shown, because it may take long. */
  readonly isTold?: boolean;
};

/** Resolves with how the program ended, whatever it ended with; rejects when it can't be started or passes a limit. */
export function run(command: Command): Promise<Answer> {
  const { program, args, limitSeconds, environment = process.env, input = '', isTold = false } = command;
  // A process group of its own, so that the limit ends whatever the program started.
  const child = spawn(program, args, { env: environment, stdio: 'pipe', detached: true });
  const printed = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  let bytes = 0;
  let broken: string | undefined;
  const stop = (why: string): void => {
    broken ??= why;
    if (child.pid !== undefined) endGroup(child.pid);
  };
  const timer = setTimeout(() => stop(`was not done after ${limitSeconds} s`), limitSeconds * 1000);
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > OUTPUT_LIMIT_BYTES) stop(`printed more than ${OUTPUT_LIMIT_BYTES} bytes`);
      else printed[name].push(chunk);
    });
  }
  if (isTold) child.stderr.pipe(process.stderr, { end: false });
  // A program may end without reading its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`${program} could not be started: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const stdout = Buffer.concat(printed.stdout).toString();
      const stderr = Buffer.concat(printed.stderr).toString();
      if (broken) reject(new Error(`${program} ${args.join(' ')} ${broken}; it printed:\n${stderr || stdout}`));
      else if (code === null) reject(new Error(`${program} ${args.join(' ')} was ended by ${signal}:\n${stderr}`));
      else resolve({ code, stdout, stderr });
    });
  });
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile, which is what was wanted.
  }
}

const environmentOf = (lab: string, more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  LANG: 'C.UTF-8',
  LAB_NODE: process.execPath,
  LAB_NAME: lab,
  LAB_CACHE: join(cacheFolder(), 'lab'),
  ...more,
});

export type LabCommand = Omit<Command, 'program' | 'environment'> & {
  readonly lab: string;
  readonly environment?: Readonly<Record<string, string>>;
};

/** A command of lab.sh, however it ends. */
export function answerOf({ lab, args, environment, ...command }: LabCommand): Promise<Answer> {
  return run({ ...command, program: 'bash', args: [SCRIPT, ...args], environment: environmentOf(lab, environment) });
}

/** A command of lab.sh that has to succeed; gives what it printed. */
export async function labCommand(command: LabCommand): Promise<string> {
  const { code, stdout, stderr } = await answerOf(command);
  if (code !== 0) throw new Error(`lab ${command.args[0]} failed (${code}):\n${stderr || stdout}`);
  return stdout;
}

/** For the end of a process, where nothing can be awaited any more. */
export function downNow(lab: string, environment: Readonly<Record<string, string>>): void {
  spawnSync('bash', [SCRIPT, 'down'], {
    env: environmentOf(lab, environment),
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: DOWN_LIMIT_MILLISECONDS,
  });
}
