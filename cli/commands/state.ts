// `viki state`: looks after state.vk.json and its backups. It asks no host, and reads no text.
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { readState } from '../../disk/state.ts';
import { backUpState, type Done, migrateState, restoreState, verifyState } from '../../disk/state-care.ts';
import { type Ending, EXIT, type Invocation } from '../command.ts';
import { meant, UsageError } from '../flags.ts';
import { checkedLines, seenLines } from '../state-lines.ts';

type Deed = (invocation: Invocation, folder: string, word: string | undefined) => Promise<Ending>;

async function show({ terminal }: Invocation, folder: string): Promise<Ending> {
  const { state, warnings } = await readState(folder, basename(folder));
  for (const warning of warnings) terminal.warn(`viki: ${warning}`);
  if (!state) terminal.say('nothing was noted here yet');
  else terminal.say(...seenLines(state, Date.now(), terminal.paint));
  const exit = warnings.length > 0 ? EXIT.failed : EXIT.done;
  return { exit, document: { state: { ...(state ? { seen: state } : {}), warnings } } };
}

async function verify({ terminal }: Invocation, folder: string): Promise<Ending> {
  const files = await verifyState(folder);
  terminal.say(...checkedLines(files, terminal.paint));
  const isWhole = files.every(({ is }) => is === 'state' || is === 'missing');
  return { exit: isWhole ? EXIT.done : EXIT.failed, document: { state: { files } } };
}

const doing =
  (deed: (folder: string, word: string | undefined) => Promise<Done>): Deed =>
  async ({ terminal }, folder, word) => {
    const done = await deed(folder, word);
    if ('done' in done) {
      terminal.say(done.done);
      return { exit: EXIT.done, document: { state: done } };
    }
    terminal.warn(`viki: ${done.message}; ${done.hint}`);
    return { exit: EXIT.failed, document: { error: done } };
  };

const deeds: ReadonlyMap<string, Deed> = new Map<string, Deed>([
  ['show', show],
  ['verify', verify],
  ['backup', doing((folder) => backUpState(folder, Date.now()))],
  ['restore', doing((folder, name) => restoreState(folder, name, Date.now()))],
  ['migrate', doing((folder) => migrateState(folder, basename(folder)))],
]);

export function run(invocation: Invocation): Promise<Ending> {
  const [word = 'show', name, ...more] = invocation.words;
  const deed = deeds.get(word);
  if (!deed) throw new UsageError(`\`viki state\` has no ${word}`, meant(word, [...deeds.keys()]));
  if (more.length > 0 || (name !== undefined && word !== 'restore')) {
    throw new UsageError(`\`viki state ${word}\` takes no ${more[0] ?? name}`, '`viki help state` says what it takes');
  }
  const { directory = '.' } = invocation.given;
  const folder = resolve(directory);
  if (!existsSync(folder)) throw new UsageError(`the folder ${directory} does not exist`, 'is the path right?');
  return deed(invocation, folder, name);
}
