// A row of one of the views as plain data, and what rows of all views have in common: icons, states in words, targets. Pure:
// it may not import vscode. What is below a row, and its tooltip, is made when somebody looks.

import type { Place } from '../../engine/project.ts';
import type { ResourceChange } from '../../engine/result.ts';
import type { Board, HostRow, Phase, ResourceState } from './board.ts';
import { plural, say } from './spoken.ts';
import { changeCount } from './words.ts';

/** A tooltip is a glance; the plan in the log has all of it. */
const TOOLTIP_LINES_MAX = 20;

/** What a command is about when it starts from a row of a view, a lens or a message. */
export type Target = {
  readonly folder: string;
  readonly host?: string;
  readonly hosts?: readonly string[];
  readonly address?: string;
  /** The path of a file on the host, for a diff. */
  readonly path?: string;
  /** Which run on which host. */
  readonly runs?: { readonly [host: string]: string };
};

/** A codicon, and the theme colour that it has. */
export type Icon = { readonly name: string; readonly color?: string };

export type TreeRow = {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: () => string;
  /** What a screen reader says: state in words, for icons cannot be heard. */
  readonly spoken: string;
  readonly icon: Icon;
  /** What menus ask for in `viewItem`. */
  readonly context: string;
  /** What a click opens: a place in the text, or the panel with what is wrong in it. */
  readonly opens: Place | 'problems' | undefined;
  readonly target: Target;
  readonly isOpen: boolean;
  /** Whether it is among what is applied; undefined where there is nothing to choose. */
  readonly checked?: boolean;
  readonly children: (() => readonly TreeRow[]) | undefined;
  /** The same data give the same rows below it, a list of the same items too: what did not change is not drawn again. */
  readonly data: unknown;
};

const GOOD = 'testing.iconPassed';
export const BAD = 'testing.iconFailed';
export const BUSY: Icon = { name: 'sync~spin' };
export const MODIFIED = 'gitDecoration.modifiedResourceForeground';

export const RESOURCE_ICONS: { readonly [state in ResourceState]: Icon } = {
  unknown: { name: 'circle-outline' },
  same: { name: 'pass', color: GOOD },
  create: { name: 'diff-added', color: 'gitDecoration.addedResourceForeground' },
  change: { name: 'diff-modified', color: MODIFIED },
  remove: { name: 'diff-removed', color: 'gitDecoration.deletedResourceForeground' },
  refused: { name: 'circle-slash', color: BAD },
  running: BUSY,
  changed: { name: 'pass-filled', color: GOOD },
  'taken-back': { name: 'discard' },
  skipped: { name: 'debug-step-over' },
  failed: { name: 'error', color: BAD },
};

const RESTING: readonly Phase[] = ['not-asked', 'planned', 'done', 'failed'];
export const isAtWork = (host: HostRow): boolean => !RESTING.includes(host.phase);

const UNHEARD: ReadonlySet<string | undefined> = new Set(['unreachable', 'lost', 'login-refused', 'secret-missing']);
export const isUnheard = ({ failure }: HostRow): boolean => UNHEARD.has(failure?.kind);

export function hostIcon(host: HostRow): Icon {
  if (isAtWork(host)) return BUSY;
  if (host.phase === 'failed') return { name: isUnheard(host) ? 'debug-disconnect' : 'error', color: BAD };
  if (host.phase === 'done') return { name: 'pass-filled', color: GOOD };
  if (host.phase === 'not-asked' || !host.plan) return { name: 'server' };
  if (host.plan.changes.some((change) => change.action === 'refused')) return { name: 'circle-slash', color: BAD };
  return changeCount(host.plan) === 0 ? { name: 'pass', color: GOOD } : { name: 'diff-modified', color: MODIFIED };
}

export function limited(lines: readonly string[]): string {
  const shown = lines.slice(0, TOOLTIP_LINES_MAX);
  const hidden = lines.length - shown.length;
  return [...shown, ...(hidden > 0 ? [say`and ${plural(hidden, 'more line')}; see the log`] : [])].join('\n');
}

export function failureLines(host: HostRow): string[] {
  return host.failure ? [host.failure.message, host.failure.hint, ...host.failure.output] : [];
}

/** What a change comes down to: its differences, or its steps where the states say nothing to a person. */
export function changeLines(change: ResourceChange): string[] {
  if (change.refusal) return [change.refusal.message, change.refusal.hint];
  const differences = change.differences.map(({ what, from, to }) => `${what}: ${from} → ${to}`);
  return differences.length > 0 ? differences : [...change.steps];
}

/** What is not as usual of a change: it is not certain, can't be taken back, restarts something, was not asked for here. */
export function outlookLines({ note, drift, outlook }: ResourceChange): string[] {
  return [
    ...(drift === undefined
      ? []
      : [say`changed on the host since the run ${drift}; the text asks for the same as then`]),
    ...(note === undefined ? [] : [note]),
    ...(outlook?.warnings ?? []),
    ...(outlook?.oneWay.map((why) => say`can not be taken back: ${why}`) ?? []),
    ...(outlook?.expected.map((why) => say`expected, known after the apply: ${why}`) ?? []),
    ...(outlook && outlook.restarts.length > 0 ? [say`then again: ${outlook.restarts.join(', ')}`] : []),
  ];
}

export function errorRow(board: Board): TreeRow {
  const label = say`${plural(board.errors, 'error')} in the text`;
  return {
    id: `${board.folder}\n`,
    label,
    description: say`see Problems`,
    tooltip: () => say`${board.name}: ${label}; see the Problems panel.`,
    spoken: say`${board.name}: ${label}; see the Problems panel`,
    icon: { name: 'warning', color: 'list.warningForeground' },
    context: 'note',
    opens: 'problems',
    target: { folder: board.folder },
    isOpen: false,
    children: undefined,
    data: board.errors,
  };
}

/** The rows of each project; a single project needs no row of its own. */
export function byProject(
  boards: readonly Board[],
  when: (board: Board) => string,
  rowsOf: (board: Board) => TreeRow[],
) {
  const [only] = boards;
  if (only && boards.length === 1) return rowsOf(only);
  return boards.map(
    (board): TreeRow => ({
      id: board.folder,
      label: board.name,
      description: when(board),
      tooltip: () => board.folder,
      spoken: say`project ${board.name}, ${plural(board.hosts.length, 'host')}`,
      icon: { name: 'folder' },
      context: board.working ? 'project.busy' : 'project',
      opens: undefined,
      target: { folder: board.folder },
      isOpen: true,
      children: () => rowsOf(board),
      data: board,
    }),
  );
}
