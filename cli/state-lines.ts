// What state.vk.json tells, and whether it and its backups are whole, as lines of the terminal. Pure.
import { plural } from '../client/folds/spoken.ts';
import { undoneText } from '../client/folds/undone.ts';
import { ago } from '../client/folds/words.ts';
import type { SeenHost, SeenState } from '../disk/seen.ts';
import type { Checked } from '../disk/state-care.ts';
import type { Paint } from './paint.ts';

const IS_WORDS: { readonly [is in Checked['is']]: string } = {
  state: 'whole',
  missing: 'not there',
  legacy: 'of the first viki',
  broken: 'broken',
  foreign: 'not ours',
};

function hostLines(name: string, { plan, run }: SeenHost, now: number, paint: Paint): string[] {
  const counts = Object.entries(plan?.counts ?? {}).flatMap(([action, count]) =>
    count > 0
      ? [`${count} ${action === 'none' ? 'unchanged' : `to ${action}`}`.replace('to refused', 'not possible')]
      : [],
  );
  const planned = plan
    ? `plan of ${ago(Date.parse(plan.at), now)}: ${counts.join(', ') || 'no resources'}`
    : 'no plan yet';
  const undoes = run?.undoes === undefined ? '' : `, took back ${undoneText(run.undoes)}`;
  const ran = run ? [`  run ${run.id}: ${run.outcome}, ${ago(Date.parse(run.at), now)}${undoes}`] : [];
  return [`${paint.bold(name)}: ${planned}`, ...ran];
}

function importedLines({ imported }: SeenState): string[] {
  if (!imported) return [];
  const count = (section: object | undefined): number =>
    Object.values(section ?? {}).reduce((sum: number, names: object) => sum + Object.keys(names).length, 0);
  const { data, mods, modules, from } = imported;
  const what =
    from === '1.1' ? plural(Object.keys(modules ?? {}).length, 'module') : `${count(mods)} mods, ${count(data)} data`;
  return [`taken over from the first viki: ${what} (all of it: --json)`];
}

export function seenLines(state: SeenState, now: number, paint: Paint): readonly string[] {
  const hosts = Object.entries(state.hosts).flatMap(([name, host]) => hostLines(name, host, now, paint));
  return [...(hosts.length === 0 ? ['nothing was seen of any host yet'] : hosts), ...importedLines(state)];
}

export const checkedLines = (checked: readonly Checked[], paint: Paint): readonly string[] =>
  checked.map(({ file, is, why }) => {
    const text = `${IS_WORDS[is]}${why === undefined ? '' : ` (${why})`}`;
    return `${paint[is === 'state' || is === 'missing' ? 'green' : 'red'](text)}: ${file}`;
  });
