// The view "Plan" as rows: what would change, by host or by resource, all of it or changes only, and what is chosen of it.
// Pure: it may not import vscode; the time is handed in.

import { type Board, type HostRow, isCurrent, type ResourceRow } from './board.ts';
import { type Choice, isChosen } from './choice.ts';
import { hostsHeadline, resourceWord, whenText } from './headline.ts';
import { hostText, phaseWord } from './progress.ts';
import {
  byProject,
  changeLines,
  errorRow,
  failureLines,
  hostIcon,
  isAtWork,
  limited,
  outlookLines,
  RESOURCE_ICONS,
  type TreeRow,
} from './rows.ts';
import { plural, say } from './spoken.ts';
import { countsText, failureWord, isChange, outcomeText } from './words.ts';

/** With more rows than this, each host opens when it is clicked. */
const ROWS_OPEN_MAX = 200;

export type PlanShown = {
  readonly by: 'host' | 'resource';
  readonly onlyChanges: boolean;
  /** Words that a host or resource must have; empty for all. */
  readonly filter: string;
};

/** A change that waits to be applied. */
export const isPending = (host: HostRow, row: ResourceRow): boolean =>
  host.plan?.kind === 'apply' && row.change !== undefined && isChange(row.change) && row.state === row.change.action;

const QUIET: readonly ResourceRow['state'][] = ['same', 'unknown'];

const hasNews = ({ state, change }: ResourceRow): boolean => !QUIET.includes(state) || change?.note !== undefined;

function isShown(host: HostRow, row: ResourceRow, { onlyChanges, filter }: PlanShown): boolean {
  if (onlyChanges && !hasNews(row)) return false;
  return filter === '' || `${host.name} ${row.address}`.toLowerCase().includes(filter.toLowerCase());
}

function hostDescription(board: Board, host: HostRow): string {
  if (isAtWork(host)) return `${host.phase === 'applying' ? `${phaseWord(host.phase)} ` : ''}${hostText(host)}…`;
  const outdated = board.last && !isCurrent(board) ? say`, before the last edit` : '';
  if (host.result) return outcomeText(host.result, board.last?.work === 'rollback' ? 'rollback' : 'apply') + outdated;
  if (host.failure) return failureWord(host.failure.kind);
  return host.plan ? countsText(host.plan) + outdated : say`not planned yet`;
}

/** `to change · drift · can not be taken back` */
function rowText({ state, change }: ResourceRow): string {
  const isWaiting = change !== undefined && state === change.action;
  return [
    resourceWord(state),
    ...(isWaiting && change.drift !== undefined ? [say`drift`] : []),
    ...(change?.note === undefined ? [] : [change.note]),
    ...(isWaiting && change.outlook?.warnings ? [say`warning`] : []),
    ...(isWaiting && (change.outlook?.oneWay.length ?? 0) > 0 ? [say`can not be taken back`] : []),
    ...(isWaiting && (change.outlook?.expected.length ?? 0) > 0 ? [say`expected`] : []),
  ].join(' · ');
}

type Naming = { readonly label: string; readonly id: string };

function resourceRow(board: Board, host: HostRow, row: ResourceRow, choice: Choice, { label, id }: Naming): TreeRow {
  const path = row.change?.contents[0]?.path;
  const text = rowText(row);
  const failed = row.state === 'failed' ? failureLines(host) : [];
  const pending = isPending(host, row);
  const { change } = row;
  return {
    id,
    label,
    description: text,
    tooltip: () =>
      limited([
        say`${row.address} on ${host.name}: ${resourceWord(row.state)}`,
        ...failed,
        ...(change ? [...changeLines(change), ...outlookLines(change)] : []),
      ]),
    spoken: say`${row.address} on ${host.name}: ${text}`,
    icon: RESOURCE_ICONS[row.state],
    context: ['resource', ...(path === undefined ? [] : ['diff']), ...(pending ? ['pending'] : [])].join('.'),
    opens: row.place ?? change?.place,
    target: { folder: board.folder, host: host.name, address: row.address, ...(path === undefined ? {} : { path }) },
    isOpen: false,
    ...(pending ? { checked: isChosen(choice, host.name, row.address) } : {}),
    children: undefined,
    data: row,
  };
}

/** A row above others is checked when all of them are. */
function checkedOf(chosen: readonly boolean[]): { checked?: boolean } {
  return chosen.length === 0 ? {} : { checked: chosen.every(Boolean) };
}

function hostRow(board: Board, host: HostRow, shown: PlanShown, choice: Choice, now: number, isOpen: boolean): TreeRow {
  const description = hostDescription(board, host);
  const rows = host.resources.filter((row) => isShown(host, row, shown));
  const pending = rows.filter((row) => isPending(host, row));
  const naming = (row: ResourceRow): Naming => ({
    label: row.address,
    id: `${board.folder}\n${host.name}\n${row.address}`,
  });
  return {
    // (VS Code leaves a row closed that had nothing below it, unless it is another row)
    id: `${board.folder}\n${host.name}${rows.length === 0 ? '' : '\n'}`,
    label: host.name,
    description,
    tooltip: () =>
      limited([hostsHeadline(board, [host], now) ?? `${host.name}: ${description}`, ...failureLines(host)]),
    spoken: say`host ${host.name}: ${description}, ${plural(rows.length, 'resource')}`,
    icon: hostIcon(host),
    context: isAtWork(host) ? 'host.busy' : 'host',
    opens: host.place,
    target: { folder: board.folder, host: host.name },
    isOpen,
    ...checkedOf(pending.map((row) => isChosen(choice, host.name, row.address))),
    children:
      rows.length === 0 ? undefined : () => rows.map((row) => resourceRow(board, host, row, choice, naming(row))),
    data: host,
  };
}

type OnHost = { readonly host: HostRow; readonly row: ResourceRow };

function resourceGroup(board: Board, address: string, found: readonly OnHost[], choice: Choice): TreeRow {
  const states = new Map<string, number>();
  for (const { row } of found) states.set(resourceWord(row.state), (states.get(resourceWord(row.state)) ?? 0) + 1);
  const description = [...states].map(([word, count]) => say`${word} on ${plural(count, 'host')}`).join(', ');
  const [first] = found;
  const worst = found.find(({ row }) => row.state === 'failed') ?? found.find(({ row }) => hasNews(row)) ?? first;
  const pending = found.filter(({ host, row }) => isPending(host, row));
  const hasDiff = found.some(({ row }) => (row.change?.contents.length ?? 0) > 0);
  return {
    id: `${board.folder}\n\n${address}`,
    label: address,
    description,
    tooltip: () => limited([`${address}: ${description}`, ...found.map(({ host }) => host.name)]),
    spoken: `${address}: ${description}`,
    icon: RESOURCE_ICONS[worst?.row.state ?? 'unknown'],
    context: ['resource', ...(hasDiff ? ['diff'] : []), ...(pending.length > 0 ? ['pending'] : [])].join('.'),
    opens: first?.row.place,
    target: { folder: board.folder, hosts: found.map(({ host }) => host.name), address },
    isOpen: false,
    ...checkedOf(pending.map(({ host }) => isChosen(choice, host.name, address))),
    children: () =>
      found.map(({ host, row }) =>
        resourceRow(board, host, row, choice, { label: host.name, id: `${board.folder}\n\n${address}\n${host.name}` }),
      ),
    data: found.map(({ row }) => row),
  };
}

function byResource(board: Board, shown: PlanShown, choice: Choice): TreeRow[] {
  const found = new Map<string, OnHost[]>();
  for (const host of board.hosts) {
    for (const row of host.resources) {
      if (!isShown(host, row, shown)) continue;
      const known = found.get(row.address);
      if (known) known.push({ host, row });
      else found.set(row.address, [{ host, row }]);
    }
  }
  return [...found].map(([address, on]) => resourceGroup(board, address, on, choice));
}

/** Nothing was asked of its hosts, so there is nothing to show. */
const isAsked = (board: Board): boolean => board.working !== undefined || board.last !== undefined;

function projectRows(board: Board, shown: PlanShown, choice: Choice, now: number): TreeRow[] {
  const errors = board.errors > 0 ? [errorRow(board)] : [];
  if (shown.by === 'resource') return [...errors, ...byResource(board, shown, choice)];
  const rows = board.hosts.map((host) => hostRow(board, host, shown, choice, now, false));
  const kept = shown.filter === '' ? rows : rows.filter(({ children }) => children !== undefined);
  const count = board.hosts.reduce((sum, host) => sum + host.resources.length, 0);
  return [...errors, ...kept.map((row) => ({ ...row, isOpen: count <= ROWS_OPEN_MAX }))];
}

export function planRows(
  boards: readonly Board[],
  shown: PlanShown,
  choiceOf: (folder: string) => Choice,
  now: number,
): readonly TreeRow[] {
  return byProject(
    boards.filter(isAsked),
    (board) => whenText(board, now),
    (board) => projectRows(board, shown, choiceOf(board.folder), now),
  );
}

/** How many changes wait to be applied, and how many rows are not shown. */
export function planCounts(boards: readonly Board[], shown: PlanShown): { pending: number; hidden: number } {
  let pending = 0;
  let hidden = 0;
  for (const board of boards.filter(isAsked)) {
    for (const host of board.hosts) {
      for (const row of host.resources) {
        if (isPending(host, row)) pending += 1;
        if (!isShown(host, row, shown)) hidden += 1;
      }
    }
  }
  return { pending, hidden };
}

/** The line above the rows: what is not to be seen, and why. */
export function planMessage(hidden: number, { onlyChanges, filter }: PlanShown): string | undefined {
  if (hidden === 0) return filter === '' ? undefined : say`Filter: ${filter}`;
  const why = [
    ...(onlyChanges ? [say`without changes`] : []),
    ...(filter === '' ? [] : [say`not matching “${filter}”`]),
  ];
  return say`${plural(hidden, 'resource')} hidden (${why.join(say`, or `)})`;
}
