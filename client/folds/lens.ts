// The lenses above a document, its hosts and its resources: a "Plan" to click, and how the last one came out. Pure: it
// may not import vscode; the spans come from language/, the time is handed in.
import { type Board, isCurrent } from './board.ts';
import { hostsHeadline, resourceHeadline } from './headline.ts';
import { progressOf, workWord } from './progress.ts';
import type { Target } from './rows.ts';
import { changeCount } from './words.ts';

/** A place above which a lens goes, as language/ tells it. */
export type Span = {
  readonly kind: 'document' | 'host' | 'resource';
  readonly address: string;
  readonly start: number;
};

export type Lens = {
  readonly start: number;
  readonly title: string;
  readonly tooltip: string;
  readonly command: 'viki.plan' | 'viki.apply' | 'viki.cancel' | 'viki.openDiff' | 'viki.hosts.focus';
  readonly hosts: readonly string[] | undefined;
  readonly target: Target;
};

function concernedHosts(board: Board, span: Span): readonly string[] | undefined {
  if (span.kind === 'document') return undefined;
  if (span.kind === 'host') return [span.address];
  return board.hosts
    .filter((host) => host.resources.some((row) => row.address === span.address))
    .map((host) => host.name);
}

function headlineOf(board: Board, span: Span, now: number): string | undefined {
  if (span.kind === 'resource') return resourceHeadline(board, span.address, now);
  const hosts = span.kind === 'document' ? board.hosts : board.hosts.filter((host) => host.name === span.address);
  return hostsHeadline(board, hosts, now);
}

/** The first host on which this resource has a file content to compare. */
function diffTarget(board: Board, span: Span): Target | undefined {
  if (span.kind !== 'resource') return undefined;
  for (const host of board.hosts) {
    const path = host.resources.find((row) => row.address === span.address)?.change?.contents[0]?.path;
    if (path !== undefined) return { folder: board.folder, host: host.name, address: span.address, path };
  }
  return undefined;
}

function workingLens(board: Board, span: Span): Lens[] {
  if (span.kind !== 'document' || !board.working) return [];
  const title = `$(sync~spin) ${workWord(board.working.work)}: ${progressOf(board)?.text ?? ''}`;
  const target = { folder: board.folder };
  const tooltip = 'Cancel safely';
  return [{ start: span.start, title, tooltip, command: 'viki.cancel', hosts: undefined, target }];
}

function spanLenses(board: Board, span: Span, now: number): Lens[] {
  if (board.working) return workingLens(board, span);
  const hosts = concernedHosts(board, span);
  const target: Target = { folder: board.folder };
  const where = hosts === undefined ? 'every host' : hosts.join(', ') || 'no host';
  const lens = (title: string, command: Lens['command'], tooltip: string, to: Target = target): Lens => {
    return { start: span.start, title, command, tooltip, hosts, target: to };
  };
  const lenses = [lens('Plan', 'viki.plan', `Ask ${where} what would change; nothing is touched`)];
  const headline = headlineOf(board, span, now);
  if (headline === undefined) return lenses;
  const diff = diffTarget(board, span);
  lenses.push(
    diff
      ? lens(headline, 'viki.openDiff', 'Show the diff', diff)
      : lens(headline, 'viki.hosts.focus', 'Show the hosts'),
  );
  const changes = board.hosts.some((host) => host.plan?.kind === 'apply' && changeCount(host.plan) > 0);
  if (span.kind === 'document' && changes && isCurrent(board)) {
    lenses.push(lens('Apply…', 'viki.apply', 'Shows what will change and asks before it does'));
  }
  return lenses;
}

export function lenses(board: Board, spans: readonly Span[], now: number): readonly Lens[] {
  return spans.flatMap((span) => spanLenses(board, span, now));
}
