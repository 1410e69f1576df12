// The view "Runs" as rows: what was done on hosts, the newest first; runs that one apply began on several hosts are one row.
// Pure: it may not import vscode; the time is handed in.

import type { RunSummary } from '../../engine/result.ts';
import type { Board } from './board.ts';
import { lastRunText, runWord } from './host-rows.ts';
import { BAD, BUSY, byProject, type Icon, limited, type TreeRow } from './rows.ts';
import { plural, say } from './spoken.ts';
import { undoneText } from './undone.ts';
import { ago, hostNames } from './words.ts';

/** Plans of many hosts name their runs within this time of each other. */
const TOGETHER_SECONDS = 60;
/** Older ones are in `viki runs`. */
const ROWS_MAX = 200;

type OnHost = { readonly host: string; readonly run: RunSummary };

/** The runs of one apply, or of one rollback. */
type Deed = { readonly at: number; readonly runs: OnHost[] };

/** `20261121t051203z-4f3a`: made by whoever began it, so the same clock for all hosts. */
const RUN_NAME = /^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)z-/;

/** Seconds since some day: good for comparing. */
function namedAt({ run, startedAt }: RunSummary): number {
  const [, ...parts] = RUN_NAME.exec(run) ?? [];
  const [year, month, day, hour, minute, second] = parts.map(Number);
  if (second === undefined) return startedAt;
  const days = (year ?? 0) * 372 + (month ?? 0) * 31 + (day ?? 0);
  return ((days * 24 + (hour ?? 0)) * 60 + (minute ?? 0)) * 60 + second;
}

const isBack = ({ undoes }: RunSummary): boolean => undoes !== undefined;

function deedsOf(board: Board): readonly Deed[] {
  const all = board.hosts
    .flatMap(({ name, history }) => (history?.runs ?? []).map((run): OnHost => ({ host: name, run })))
    .toSorted((one, other) => namedAt(other.run) - namedAt(one.run) || (one.host < other.host ? -1 : 1));
  const deeds: Deed[] = [];
  for (const item of all) {
    const at = namedAt(item.run);
    const last = deeds.at(-1);
    const first = last?.runs[0]?.run;
    const isSame =
      last !== undefined &&
      first !== undefined &&
      last.at - at <= TOGETHER_SECONDS &&
      first.who === item.run.who &&
      isBack(first) === isBack(item.run) &&
      first.project === item.run.project &&
      last.runs.every(({ host }) => host !== item.host);
    if (isSame) last.runs.push(item);
    else deeds.push({ at, runs: [item] });
  }
  return deeds;
}

function iconOf(runs: readonly RunSummary[]): Icon {
  if (runs.some(({ outcome }) => outcome === 'running')) return BUSY;
  if (runs.every(({ undoneBy }) => undoneBy !== undefined)) return { name: 'circle-outline' };
  const isBad = runs.some(({ outcome }) => outcome !== 'done' && outcome !== 'stale' && outcome !== 'locked');
  if (isBad) return { name: 'error', color: BAD };
  return { name: runs.some(isBack) ? 'discard' : 'pass' };
}

/** What menus offer: following what goes on or was broken off, taking back what is done and still there. */
function contextOf(runs: readonly RunSummary[], awaiting: boolean): string {
  if (awaiting || runs.some(({ outcome }) => outcome === 'running' || outcome === 'unfinished')) return 'run.open';
  const isThere = ({ outcome, undoneBy }: RunSummary): boolean =>
    undoneBy === undefined && (outcome === 'done' || outcome === 'partly' || outcome === 'stopped');
  return runs.some(isThere) ? 'run.done' : 'run';
}

function runRow(board: Board, { host, run }: OnHost, now: number, awaiting: boolean): TreeRow {
  const text = awaiting ? say`${lastRunText(run, now)} · waits to be confirmed` : lastRunText(run, now);
  return {
    id: `${board.folder}\n${host}\n${run.run}`,
    label: host,
    description: text,
    tooltip: () =>
      limited([
        say`run ${run.run} on ${host}`,
        text,
        ...(run.undoes === undefined ? [] : [say`took back ${undoneText(run.undoes)}`]),
        ...(run.undoneBy === undefined ? [] : [say`taken back by ${run.undoneBy}`]),
        ...(run.project === board.name || run.project === '' ? [] : [say`of the project ${run.project}`]),
      ]),
    spoken: say`run on ${host}: ${text}`,
    icon: iconOf([run]),
    context: contextOf([run], awaiting),
    opens: undefined,
    target: { folder: board.folder, host, runs: { [host]: run.run } },
    isOpen: false,
    children: undefined,
    data: run,
  };
}

/** `done on web-1`, `1 done, 1 failed` */
function outcomesText(runs: readonly OnHost[]): string {
  const byWord = new Map<string, string[]>();
  for (const { host, run } of runs) {
    const [word = ''] = runWord(run).split(';');
    byWord.set(word, [...(byWord.get(word) ?? []), host]);
  }
  if (byWord.size === 1) return [...byWord].map(([word, hosts]) => say`${word} on ${hostNames(hosts)}`).join('');
  return [...byWord].map(([word, hosts]) => `${hosts.length} ${word}`).join(', ');
}

function deedRow(board: Board, { runs }: Deed, now: number): TreeRow {
  const isAwaiting = ({ host, run }: OnHost): boolean =>
    board.hosts.some(({ name, history }) => name === host && history?.awaiting === run.run);
  const [first] = runs;
  if (!first) throw new Error('a deed without a run');
  const { run } = first;
  const label = isBack(run) ? say`Rollback` : say`Apply`;
  const isDone = runs.every((item) => item.run.outcome === 'done' && item.run.undoneBy === undefined);
  const when = [ago(run.startedAt * 1000, now), run.who].filter((part) => part !== '');
  const where = isDone ? (runs.length === 1 ? first.host : plural(runs.length, 'host')) : outcomesText(runs);
  const description = [where, ...when].join(' · ');
  const rows = (): TreeRow[] => runs.map((item) => runRow(board, item, now, isAwaiting(item)));
  return {
    id: `${board.folder}\n${first.host}\n${run.run}\n`,
    label,
    description,
    tooltip: () => limited([`${label}: ${description}`, ...runs.map((item) => say`${item.run.run} on ${item.host}`)]),
    spoken: `${label}: ${outcomesText(runs)}, ${when.join(', ')}`,
    icon: iconOf(runs.map((item) => item.run)),
    context: contextOf(
      runs.map((item) => item.run),
      runs.some(isAwaiting),
    ),
    opens: undefined,
    target: {
      folder: board.folder,
      hosts: runs.map(({ host }) => host),
      runs: Object.fromEntries(runs.map((item) => [item.host, item.run.run])),
    },
    isOpen: false,
    children: runs.length === 1 ? undefined : rows,
    data: runs.map((item) => item.run),
  };
}

function olderRow(board: Board, hidden: number): TreeRow[] {
  const dropped = board.hosts.filter(({ history }) => history?.dropped).map(({ name }) => name);
  if (hidden === 0 && dropped.length === 0) return [];
  const text =
    hidden > 0 ? say`${plural(hidden, 'older run')}: \`viki runs\` has them` : say`dropped on ${hostNames(dropped)}`;
  return [
    {
      id: `${board.folder}\nolder`,
      label: say`Older runs`,
      description: text,
      tooltip: () => say`Hosts drop old runs by count, age and size; what was dropped can not be taken back any more.`,
      spoken: say`Older runs: ${text}`,
      icon: { name: 'ellipsis' },
      context: 'note',
      opens: undefined,
      target: { folder: board.folder },
      isOpen: false,
      children: undefined,
      data: text,
    },
  ];
}

function projectRows(board: Board, now: number): TreeRow[] {
  const deeds = deedsOf(board);
  const shown = deeds.slice(0, ROWS_MAX);
  return [...shown.map((deed) => deedRow(board, deed, now)), ...olderRow(board, deeds.length - shown.length)];
}

const hasRuns = (board: Board): boolean => board.hosts.some(({ history }) => (history?.runs.length ?? 0) > 0);

export const runRows = (boards: readonly Board[], now: number): readonly TreeRow[] =>
  byProject(
    boards.filter(hasRuns),
    ({ hosts }) => plural(hosts.length, 'host'),
    (board) => projectRows(board, now),
  );
