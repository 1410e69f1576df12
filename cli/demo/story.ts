// The story of the demo: the commands that a person would type, run for real, each with the end that it must have.
import { appendFile } from 'node:fs/promises';
import { readState } from '../../disk/state.ts';
import type { Stage } from '../../hosts/stage.ts';
import { EXIT } from '../command.ts';
import { digestOf, listing } from './digest.ts';

export interface Teller {
  say(...lines: readonly string[]): void;
  /** Runs `viki` with these words, shows it, and gives its exit code. */
  viki(...words: readonly string[]): Promise<number>;
}

/** Something was not as the story says that it is. */
export class DemoFailure extends Error {}

export async function tell(stage: Stage, teller: Teller): Promise<void> {
  const { host, project } = stage;
  const at = ['-C', project];
  let chapter = 0;
  const heading = (text: string): void => {
    chapter += 1;
    teller.say('', `${chapter}. ${text}`);
  };
  const expect = async (exit: number, ...words: readonly string[]): Promise<void> => {
    const found = await teller.viki(...words);
    if (found !== exit) throw new DemoFailure(`\`viki ${words.join(' ')}\` ended with ${found} instead of ${exit}`);
  };

  heading(`A host to play with: an ssh server on ${stage.address} (this machine only), whose disk is ${host}.`);
  teller.say(
    `   This is ${project}/shop.vk.yaml:`,
    '',
    ...stage.text
      .trimEnd()
      .split('\n')
      .map((line) => `   ${line}`),
  );
  const before = await listing(host);

  heading('Is the text right? No host is asked for that.');
  await expect(EXIT.done, 'validate', ...at);
  heading('What would change? The host is asked, and nothing is touched.');
  await expect(EXIT.changes, 'plan', ...at);
  heading('Change it. (Without --yes you would be asked first.)');
  await expect(EXIT.done, 'apply', ...at, '--yes');
  const run = await lastRun(project);
  heading('Plan again: there is nothing left to do.');
  await expect(EXIT.done, 'plan', ...at);

  heading(`Now somebody changes a file behind viki's back: echo "Closed." >> ${stage.welcome}`);
  await appendFile(stage.welcome, 'Closed.\n');
  await expect(EXIT.done, 'status', ...at);
  await expect(EXIT.changes, 'plan', ...at);
  heading('Put it right again.');
  await expect(EXIT.done, 'apply', ...at, '--yes');
  await expect(EXIT.done, 'plan', ...at);

  heading('And back to how the host was before viki came: take back the first run.');
  await expect(EXIT.done, 'rollback', ...at, '--run', run, '--yes');
  proveSame(before, await listing(host), teller);
}

async function lastRun(project: string): Promise<string> {
  const { state } = await readState(project);
  const run = state?.hosts['playground']?.run;
  if (run?.outcome !== 'done') throw new DemoFailure('state.vk.json does not tell of the run');
  return run.id;
}

function proveSame(before: readonly string[], after: readonly string[], teller: Teller): void {
  const [one, other] = [digestOf(before), digestOf(after)];
  if (one !== other) {
    const gone = before.filter((line) => !after.includes(line)).map((line) => `- ${line}`);
    const come = after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`);
    throw new DemoFailure(`the host is not as it was:\n${[...gone, ...come].join('\n')}`);
  }
  const count = `${before.length} paths with their contents, rights and owners`;
  teller.say('', `The host is as it was, to the byte: ${count}, sha256 ${one.slice(0, 16)} before and after.`);
}
