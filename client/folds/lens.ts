// The lenses above a document, its hosts, groups and resources: a "Plan" to click, how the last one came out, and what can be
// done about it. Pure: it may not import vscode; the spans come from language/, the time is handed in.

import { type Board, type HostRow, isCurrent, type ResourceRow } from './board.ts';
import { hostsHeadline, resourceHeadline } from './headline.ts';
import { lastRun, lastRunText } from './host-rows.ts';
import { isPending } from './plan-rows.ts';
import { progressOf, workWord } from './progress.ts';
import type { Target } from './rows.ts';
import { say } from './spoken.ts';
import { changeCount, hostNames } from './words.ts';

/** A place above which a lens goes, as language/ tells it. */
export type Span = {
  readonly kind: 'document' | 'host' | 'group' | 'resource';
  readonly address: string;
  readonly start: number;
  readonly end: number;
};

type Command =
  | 'viki.plan'
  | 'viki.apply'
  | 'viki.applyRow'
  | 'viki.cancel'
  | 'viki.openDiff'
  | 'viki.plan.focus'
  | 'viki.runs.focus'
  | 'viki.showRun';

export type Lens = {
  readonly start: number;
  readonly title: string;
  readonly tooltip: string;
  readonly command: Command;
  readonly target: Target;
};

export function concernedHosts(board: Board, { kind, address }: Span): readonly HostRow[] {
  if (kind === 'document') return board.hosts;
  if (kind === 'host') return board.hosts.filter((host) => host.name === address);
  if (kind === 'group') return board.hosts.filter((host) => host.groups.includes(address));
  return board.hosts.filter((host) => host.resources.some((row) => row.address === address));
}

const rowsOf = (host: HostRow, { kind, address }: Span): readonly ResourceRow[] =>
  kind === 'resource' ? host.resources.filter((row) => row.address === address) : host.resources;

function workingLens(board: Board, span: Span): Lens[] {
  if (span.kind !== 'document' || !board.working) return [];
  const title = `$(sync~spin) ${workWord(board.working.work)}: ${progressOf(board)?.text ?? ''}`;
  const target = { folder: board.folder };
  const tooltip = say`Cancel safely`;
  return [{ start: span.start, title, tooltip, command: 'viki.cancel', target }];
}

/** The newest run on any of these hosts; of a resource, the newest that was to change it. */
function lastRunLens(hosts: readonly HostRow[], { kind, address }: Span, target: Target, now: number) {
  const runs = hosts.flatMap((host) => {
    const touched = host.history?.runs.find(({ run }) => run === host.touched.get(address));
    const run = kind === 'resource' ? touched : lastRun(host);
    return run ? [{ host: host.name, run }] : [];
  });
  const newest = runs.toSorted((one, other) => one.run.startedAt - other.run.startedAt).at(-1);
  if (!newest) return [];
  const title = say`Last run: ${lastRunText(newest.run, now)}`;
  if (kind !== 'resource') return [{ title, command: 'viki.runs.focus', tooltip: say`Show the runs`, target } as const];
  const about = { ...target, runs: { [newest.host]: newest.run.run } };
  const tooltip = say`Show what the last run that was to change this did on ${newest.host}`;
  return [{ title, command: 'viki.showRun', tooltip, target: about } as const];
}

/** What can be done about a plan that is true of the text as it stands. */
function deedLenses(board: Board, span: Span, hosts: readonly HostRow[], target: Target): Omit<Lens, 'start'>[] {
  const rows = hosts.flatMap((host) => rowsOf(host, span).map((row) => ({ host, row })));
  const isOne = span.kind === 'resource';
  const isReady = ({ plan }: HostRow): boolean => plan?.kind === 'apply' && changeCount(plan) > 0;
  const canApply = isOne ? rows.some(({ host, row }) => isPending(host, row)) : hosts.some(isReady);
  const hasDiff = rows.some(
    ({ host, row: { change, ...row } }) =>
      isPending(host, { change, ...row }) &&
      change !== undefined &&
      change.differences.length + change.contents.length > 0,
  );
  const tooltip = say`Shows what will change and asks before it does`;
  return [
    ...(canApply && isCurrent(board)
      ? [{ title: say`Apply…`, command: isOne ? 'viki.applyRow' : 'viki.apply', tooltip, target } as const]
      : []),
    ...(hasDiff
      ? [
          {
            title: say`Show Diff`,
            command: 'viki.openDiff',
            tooltip: say`What there is now, and what is wanted`,
            target,
          } as const,
        ]
      : []),
  ];
}

/** A plan that nobody clicked for lacks something that only a person can tell. */
const neededLens = (needed: string, target: Target): Omit<Lens, 'start'> => ({
  title: say`$(question) To plan, viki needs: ${needed}`,
  command: 'viki.plan',
  tooltip: say`Plan, and be asked`,
  target,
});

function spanLenses(board: Board, span: Span, now: number): Lens[] {
  if (board.working) return workingLens(board, span);
  const hosts = concernedHosts(board, span);
  const names = hosts.map(({ name }) => name);
  const target: Target = {
    folder: board.folder,
    ...(span.kind === 'document' ? {} : { hosts: names }),
    ...(span.kind === 'resource' ? { address: span.address } : {}),
  };
  const where = span.kind === 'document' ? say`every host` : hostNames(names);
  const found: Omit<Lens, 'start'>[] = [
    {
      title: say`Plan`,
      command: 'viki.plan',
      tooltip: say`Ask ${where} what would change; nothing is touched`,
      target,
    },
  ];
  const headline =
    span.kind === 'resource' ? resourceHeadline(board, span.address, now) : hostsHeadline(board, hosts, now);
  if (headline !== undefined) {
    const command = hosts.some(({ result }) => result) ? 'viki.runs.focus' : 'viki.plan.focus';
    const tooltip = command === 'viki.runs.focus' ? say`Show the runs` : say`Show the plan`;
    found.push({ title: headline, command, tooltip, target }, ...deedLenses(board, span, hosts, target));
  }
  if (board.needed !== undefined && span.kind === 'document') found.push(neededLens(board.needed, target));
  // (how the run ended that was just done is told already)
  if (!hosts.some(({ result }) => result)) found.push(...lastRunLens(hosts, span, target, now));
  return found.map((lens) => ({ start: span.start, ...lens }));
}

export function lenses(board: Board, spans: readonly Span[], now: number): readonly Lens[] {
  return spans.flatMap((span) => spanLenses(board, span, now));
}
