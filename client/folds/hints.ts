// What stands beside the lines of a text after a plan: what would change there and on how many hosts, and what drifted. Pure:
// it may not import vscode; the spans come from language/.

import { type Board, type HostRow, isCurrent, type ResourceRow } from './board.ts';
import { resourceWord } from './headline.ts';
import { concernedHosts, type Span } from './lens.ts';
import { isPending } from './plan-rows.ts';
import { limited, outlookLines } from './rows.ts';
import { plural, say } from './spoken.ts';
import { hostNames } from './words.ts';

/** A longer value is not read beside a line. */
const VALUE_LENGTH_MAX = 40;

export type Hint = {
  /** The end of the line that it stands beside. */
  readonly end: number;
  readonly text: string;
  readonly details: string;
  readonly isDrift: boolean;
};

type OnHost = { readonly host: HostRow; readonly row: ResourceRow };

const lineEnd = (text: string, offset: number): number => {
  const end = text.indexOf('\n', offset);
  const last = end === -1 ? text.length : end;
  return text[last - 1] === '\r' ? last - 1 : last;
};

const shortened = (value: string): string => {
  const line = value.split('\n')[0] ?? '';
  return line.length > VALUE_LENGTH_MAX ? `${line.slice(0, VALUE_LENGTH_MAX)}…` : line;
};

/** The line of a field within the text of a resource; undefined where it is not written on a line of its own. */
function fieldEnd(text: string, { start, end }: Span, field: string): number | undefined {
  const found = new RegExp(`^[ \\t]+["']?${field.replaceAll(/\W/g, '\\$&')}["']?[ \\t]*:`, 'm').exec(
    text.slice(start, end),
  );
  return found ? lineEnd(text, start + found.index) : undefined;
}

/** Beside a field: the way from what is there now to what is wanted, those hosts together that agree. */
function fieldHints(text: string, span: Span, pending: readonly OnHost[]): Hint[] {
  const byField = new Map<string, Map<string, string[]>>();
  for (const { host, row } of pending) {
    for (const { what, from, to } of row.change?.differences ?? []) {
      const way = from === '' ? shortened(to) : `${shortened(from)} → ${shortened(to)}`;
      // (sums of bytes tell a person nothing; the diff shows both)
      const words = what === 'content' ? say`other content` : way;
      const ways = byField.get(what) ?? new Map<string, string[]>();
      byField.set(what, ways.set(words, [...(ways.get(words) ?? []), host.name]));
    }
  }
  return [...byField].flatMap(([what, ways]): Hint[] => {
    const end = fieldEnd(text, span, what);
    if (end === undefined) return [];
    const lines = [...ways].map(([way, hosts]) => say`${way} on ${hostNames(hosts)}`);
    const [first = ''] = lines;
    const hint = lines.length === 1 ? first : `${plural(lines.length, 'way')}: ${first}, …`;
    return [{ end, text: hint, details: limited(lines), isDrift: false }];
  });
}

/** Beside the name of a resource: on how many of its hosts it would change, and where it drifted. */
function resourceHints(text: string, span: Span, hosts: readonly HostRow[], pending: readonly OnHost[]): Hint[] {
  const end = lineEnd(text, span.start);
  const drifted = pending.filter(({ row }) => row.change?.drift !== undefined).map(({ host }) => host.name);
  const words = [...new Set(pending.map(({ row }) => resourceWord(row.state)))].join(say` or `);
  const count = hosts.length === 1 ? '' : say` on ${pending.length} of ${plural(hosts.length, 'host')}`;
  const details = pending.flatMap(({ host, row }) => [
    `${host.name}: ${resourceWord(row.state)}`,
    ...(row.change?.steps ?? []).map((step) => `    ${step}`),
    ...(row.change ? outlookLines(row.change).map((line) => `    ${line}`) : []),
  ]);
  const drift = drifted.length === 0 ? '' : say`, drift on ${hostNames(drifted)}`;
  return [{ end, text: `${words}${count}${drift}`, details: limited(details), isDrift: drifted.length > 0 }];
}

/** Nothing while work goes on, or when the text is not the one that was planned: then it would be beside the wrong lines. */
export function hints(board: Board, spans: readonly Span[], text: string): readonly Hint[] {
  if (board.working || !isCurrent(board)) return [];
  return spans.flatMap((span): Hint[] => {
    if (span.kind !== 'resource') return [];
    const hosts = concernedHosts(board, span);
    const pending = hosts.flatMap((host): OnHost[] =>
      host.resources
        .filter((row) => row.address === span.address && isPending(host, row))
        .map((row) => ({ host, row })),
    );
    if (pending.length === 0) return [];
    return [...resourceHints(text, span, hosts, pending), ...fieldHints(text, span, pending)];
  });
}
