// `viki demo`: the whole of viki on a playground host, with the commands that a person would type. It leaves nothing behind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Stage, setStage } from '../../hosts/stage.ts';
import { type Ending, EXIT, type Invocation } from '../command.ts';
import { DemoFailure, type Teller, tell } from '../demo/story.ts';
import type { Terminal } from '../terminal.ts';

const COMMAND_LIMIT_MILLISECONDS = 120_000;

/** The same viki that runs here, as a person would start it. */
function runViki(terminal: Terminal, stop: AbortSignal, words: readonly string[]): Promise<number> {
  terminal.say('', terminal.paint.cyan(`   $ viki ${words.join(' ')}`));
  const [, program = ''] = process.argv;
  // (with --json nothing may come before the document)
  const output = terminal.isJson ? 'ignore' : 'inherit';
  const child = spawn(process.execPath, [...process.execArgv, program, ...words], {
    stdio: ['ignore', output, 'inherit'],
    signal: stop,
    timeout: COMMAND_LIMIT_MILLISECONDS,
  });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => (stop.aborted ? undefined : reject(error)));
    child.on('close', (code, signal) => {
      if (stop.aborted) reject(new DemoFailure('stopped'));
      else if (code === null) reject(new DemoFailure(`\`viki ${words.join(' ')}\` was ended by ${signal}`));
      else resolve(code);
    });
  });
}

async function keepRunning(terminal: Terminal, stage: Stage, stop: AbortSignal): Promise<void> {
  terminal.say(
    '',
    'The playground goes on until you press Ctrl-C. In another terminal:',
    `   alias viki='${process.execPath} ${process.argv[1]}'`,
    `   viki plan -C ${stage.project}`,
    `   viki apply -C ${stage.project}`,
    `   viki status -C ${stage.project}`,
  );
  if (!stop.aborted) await once(stop, 'abort');
}

/** A host needs `setsid` and /proc, which other systems lack. */
function notHere(terminal: Terminal): Ending {
  const message = `the demo makes a host of this machine, and hosts are Linux; this is ${process.platform}`;
  const hint =
    'run it on Linux (a virtual machine or a container will do). viki itself works from here, with Linux hosts';
  terminal.warn(`viki: ${message}. What to do: ${hint}`);
  return { exit: EXIT.failed, document: { error: { message, hint } } };
}

export async function run({ terminal, given }: Invocation): Promise<Ending> {
  if (process.platform !== 'linux') return notHere(terminal);
  const stopper = new AbortController();
  const onSignal = (): void => stopper.abort();
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const stage = await setStage();
  const teller: Teller = {
    say: (...lines) => terminal.say(...lines),
    viki: (...words) => runViki(terminal, stopper.signal, words),
  };
  try {
    await tell(stage, teller);
    if (given.keep) await keepRunning(terminal, stage, stopper.signal);
    terminal.say('', 'Done. Nothing of this is left on your machine.');
    return { exit: EXIT.done, document: { ok: true } };
  } catch (error) {
    if (!(error instanceof DemoFailure)) throw error;
    terminal.warn('', `viki: the demo did not go as it should: ${error.message}`);
    return { exit: EXIT.failed, document: { ok: false, error: { message: error.message } } };
  } finally {
    await stage.close();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}
