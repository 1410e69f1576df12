// The item in the status bar: what goes on, or how the project at hand stands. Pure: it may not import vscode.

import type { Board } from './board.ts';
import { hostsHeadline } from './headline.ts';
import { progressOf, workWord } from './progress.ts';
import { plural, say } from './spoken.ts';

/** The bar is shared with others. */
const TEXT_LENGTH_MAX = 80;

export type Status = {
  readonly text: string;
  readonly tooltip: string;
  readonly warning: boolean;
  /** What a click is about, where it is to plan and be asked; else it shows the hosts. */
  readonly plans?: { readonly folder: string };
};

/** What the status bar says; undefined when there is nothing worth a place in it. */
export function statusOf(board: Board | undefined, now: number): Status | undefined {
  if (!board) return undefined;
  const progress = progressOf(board);
  if (board.working && progress) {
    const text = `viki: ${workWord(board.working.work).toLowerCase()} ${board.name} · ${progress.text}`;
    const short = text.length > TEXT_LENGTH_MAX ? `${text.slice(0, TEXT_LENGTH_MAX - 1)}…` : text;
    return { text: `$(sync~spin) ${short}`, tooltip: `${board.name}: ${progress.text}`, warning: false };
  }
  if (board.errors > 0) {
    const text = `$(warning) viki: ${plural(board.errors, 'error')}`;
    return { text, tooltip: say`${board.name} cannot be planned until the text is mended`, warning: false };
  }
  if (board.hosts.length === 0) return undefined;
  if (board.needed !== undefined) {
    const tooltip = say`${board.name}: to plan, viki needs: ${board.needed}. Click to plan, and be asked`;
    return { text: say`$(question) viki: needs an answer`, tooltip, warning: false, plans: { folder: board.folder } };
  }
  const headline = hostsHeadline(board, board.hosts, now);
  const warning = board.hosts.some((host) => host.phase === 'failed');
  const icon = warning ? '$(error)' : '$(server)';
  // The age is left to the tooltip: here it would go stale while nobody looks.
  const [short] = headline?.split(' · ') ?? [];
  const text = `${icon} viki: ${short ?? plural(board.hosts.length, 'host')}`;
  return { text, tooltip: `${board.name}: ${headline ?? say`not planned yet`}`, warning };
}
