// The tree of hosts and resources as plain rows: words, icons and what a click opens. Pure: it may not import vscode.
import type { Place } from '../../engine/project.ts';
import type { ResourceChange } from '../../engine/result.ts';
import { type Board, type HostRow, isCurrent, type Phase, type ResourceRow, type ResourceState } from './board.ts';
import { hostsHeadline, resourceWord, whenText } from './headline.ts';
import { hostText, phaseWord } from './progress.ts';
import { changeCount, countsText, failureWord, outcomeText, plural } from './words.ts';

/** A tooltip is a glance; the plan in the log has all of it. */
const TOOLTIP_LINES_MAX = 20;

/** What a command is about when it starts from a row of the tree, a lens or a message. */
export type Target = {
  readonly folder: string;
  readonly host?: string;
  readonly address?: string;
  /** The path of a file on the host, for a diff. */
  readonly path?: string;
};

/** A codicon, and the theme colour that it has. */
export type Icon = { readonly name: string; readonly color?: string };

export type TreeRow = {
  readonly id: string;
  readonly kind: 'project' | 'host' | 'resource' | 'note';
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** What a screen reader says: state in words, for icons cannot be heard. */
  readonly spoken: string;
  readonly icon: Icon;
  /** What menus ask for in `viewItem`. */
  readonly context: string;
  readonly place: Place | undefined;
  readonly target: Target;
  readonly children: readonly TreeRow[];
};

const GOOD = 'testing.iconPassed';
const BAD = 'testing.iconFailed';
const BUSY: Icon = { name: 'sync~spin' };

const RESOURCE_ICONS: { readonly [state in ResourceState]: Icon } = {
  unknown: { name: 'circle-outline' },
  same: { name: 'pass', color: GOOD },
  create: { name: 'diff-added', color: 'gitDecoration.addedResourceForeground' },
  change: { name: 'diff-modified', color: 'gitDecoration.modifiedResourceForeground' },
  remove: { name: 'diff-removed', color: 'gitDecoration.deletedResourceForeground' },
  refused: { name: 'circle-slash', color: BAD },
  running: BUSY,
  changed: { name: 'pass-filled', color: GOOD },
  'taken-back': { name: 'discard' },
  skipped: { name: 'debug-step-over' },
  failed: { name: 'error', color: BAD },
};

const RESTING: readonly Phase[] = ['not-asked', 'planned', 'done', 'failed'];
const isAtWork = (host: HostRow): boolean => !RESTING.includes(host.phase);

function hostIcon(host: HostRow): Icon {
  if (isAtWork(host)) return BUSY;
  if (host.phase === 'failed') {
    const unheard = host.failure?.kind === 'unreachable' || host.failure?.kind === 'lost';
    return { name: unheard ? 'debug-disconnect' : 'error', color: BAD };
  }
  if (host.phase === 'done') return { name: 'pass-filled', color: GOOD };
  if (host.phase === 'not-asked' || !host.plan) return { name: 'server' };
  if (host.plan.changes.some((change) => change.action === 'refused')) return { name: 'circle-slash', color: BAD };
  return changeCount(host.plan) === 0
    ? { name: 'pass', color: GOOD }
    : { name: 'diff-modified', color: 'gitDecoration.modifiedResourceForeground' };
}

function hostDescription(board: Board, host: HostRow): string {
  if (isAtWork(host)) {
    const step = host.phase === 'applying' && host.progress ? `${phaseWord(host.phase)} ` : '';
    return `${step}${hostText(host)}…`;
  }
  const outdated = board.last && !isCurrent(board) ? ', before the last edit' : '';
  if (host.result) {
    return outcomeText(host.result, board.last?.work === 'rollback' ? 'rollback' : 'apply') + outdated;
  }
  if (host.failure) return failureWord(host.failure.kind);
  return host.plan ? countsText(host.plan) + outdated : 'not planned yet';
}

function limited(lines: readonly string[]): string {
  const shown = lines.slice(0, TOOLTIP_LINES_MAX);
  const hidden = lines.length - shown.length;
  return [...shown, ...(hidden > 0 ? [`and ${plural(hidden, 'more line')}; see the log`] : [])].join('\n');
}

function failureLines(host: HostRow): string[] {
  return host.failure ? [host.failure.message, host.failure.hint, ...host.failure.output] : [];
}

/** What a change comes down to: its differences, or its steps where the states say nothing to a person. */
export function changeLines(change: ResourceChange): string[] {
  if (change.refusal) return [change.refusal.message, change.refusal.hint];
  const differences = change.differences.map(({ what, from, to }) => `${what}: ${from} → ${to}`);
  return differences.length > 0 ? differences : [...change.steps];
}

function resourceNode(board: Board, host: HostRow, row: ResourceRow): TreeRow {
  const path = row.change?.contents[0]?.path;
  const word = resourceWord(row.state);
  const failed = row.state === 'failed' ? failureLines(host) : [];
  return {
    id: `${board.folder}\n${host.name}\n${row.address}`,
    kind: 'resource',
    label: row.address,
    description: word,
    tooltip: limited([
      `${row.address} on ${host.name}: ${word}`,
      ...failed,
      ...(row.change ? changeLines(row.change) : []),
    ]),
    spoken: `${row.address} on ${host.name}: ${word}`,
    icon: RESOURCE_ICONS[row.state],
    context: path === undefined ? 'resource' : 'resource.diff',
    place: row.place ?? row.change?.place,
    target: { folder: board.folder, host: host.name, address: row.address, ...(path === undefined ? {} : { path }) },
    children: [],
  };
}

function hostNode(board: Board, host: HostRow, now: number): TreeRow {
  const description = hostDescription(board, host);
  const headline = hostsHeadline(board, [host], now);
  return {
    id: `${board.folder}\n${host.name}`,
    kind: 'host',
    label: host.name,
    description,
    tooltip: limited([headline ?? `${host.name}: ${description}`, ...failureLines(host)]),
    spoken: `host ${host.name}: ${description}, ${plural(host.resources.length, 'resource')}`,
    icon: hostIcon(host),
    context: isAtWork(host) ? 'host.busy' : 'host',
    place: host.place,
    target: { folder: board.folder, host: host.name },
    children: host.resources.map((row) => resourceNode(board, host, row)),
  };
}

function errorNote(board: Board): TreeRow {
  const label = `${plural(board.errors, 'error')} in the text`;
  return {
    id: `${board.folder}\n`,
    kind: 'note',
    label,
    description: 'mend them to plan',
    tooltip: `${board.name}: ${label}; see the Problems panel.`,
    spoken: `${board.name}: ${label}; mend them to plan`,
    icon: { name: 'warning', color: 'list.warningForeground' },
    context: 'note',
    place: undefined,
    target: { folder: board.folder },
    children: [],
  };
}

function projectRows(board: Board, now: number): TreeRow[] {
  const hosts = board.hosts.map((host) => hostNode(board, host, now));
  return board.errors > 0 ? [errorNote(board), ...hosts] : hosts;
}

/** The rows of the whole tree; a single project needs no row of its own. */
export function treeRows(boards: readonly Board[], now: number): readonly TreeRow[] {
  const [only] = boards;
  if (only && boards.length === 1) return projectRows(only, now);
  return boards.map((board) => ({
    id: board.folder,
    kind: 'project',
    label: board.name,
    description: whenText(board, now),
    tooltip: board.folder,
    spoken: `project ${board.name}, ${plural(board.hosts.length, 'host')}`,
    icon: { name: 'folder' },
    context: board.working ? 'project.busy' : 'project',
    place: undefined,
    target: { folder: board.folder },
    children: projectRows(board, now),
  }));
}
