// Results as tables for people. Pure: it returns text.
import { verdicts } from './limits.ts';
import type { Measure, Results, Row } from './measure.ts';
import { viki } from './programs.ts';

const titles: { readonly [measure in Measure]: string } = {
  start: 'Cold start: from the process to the right diagnostics of a file',
  typing: 'Keystroke to right diagnostics',
  breaking: 'The same, where the text is broken and mended',
  keys: 'Completion of a key, asked for with the keystroke',
  names: "Completion of the project's own names, asked for with the keystroke",
};

const NOTE = `Every answer counts only when it is the right one for that edit; "wrong" ones were waited for a second longer.
The servers are typed into in turn; yaml-language-server less often, because it takes its time.
"elsewhere" is the most problems that one answer told at lines that have none.`;

/** Columns as wide as their widest cell; numbers are set right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        /^[\d-]/.test(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [header, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('\n');
}

/** Kinds of edit are told apart for our own server, on the longest document: that is enough to see which one is slow. */
function isShown({ measure, kind, server, lines }: Row, longest: number): boolean {
  return kind === undefined || (server === viki.name && (measure === 'breaking' || lines === longest));
}

function measured(rows: readonly Row[], measure: Measure): string {
  const own = rows.filter((row) => row.measure === measure);
  const longest = Math.max(...own.map(({ lines }) => lines));
  const cells = own
    .filter((row) => isShown(row, longest))
    .map(({ lines, server, kind, figures }) => {
      const ours = own.find((row) => row.lines === lines && row.server === viki.name && row.kind === undefined);
      const ratio = ours && server !== viki.name ? (figures.p50 / ours.figures.p50).toPrecision(3) : '';
      const { count, p50, p95, max, wrong, elsewhere } = figures;
      const name = kind === undefined ? server : `  ${kind}`;
      return [lines, name, count, p50, p95, max, wrong, elsewhere, ratio].map(String);
    });
  const header = ['lines', 'server', 'answers', 'p50 ms', 'p95 ms', 'max ms', 'wrong', 'elsewhere', 'times viki'];
  return cells.length === 0 ? '' : `${titles[measure]}\n\n${table(header, cells)}\n\n`;
}

function memory(results: Results): string {
  const rows = results.memory.map(({ lines, server, residentMegabytes, peakMegabytes }) =>
    [lines, server, residentMegabytes, peakMegabytes].map(String),
  );
  const header = ['lines', 'server', 'resident MB', 'peak MB'];
  return rows.length === 0 ? '' : `Memory after the edits\n\n${table(header, rows)}\n\n`;
}

const word = (isReached: boolean | undefined): string =>
  isReached === undefined ? 'not measured' : isReached ? 'PASS' : 'MISS';

export function report(results: Results): string {
  const measures: readonly Measure[] = ['start', 'typing', 'breaking', 'keys', 'names'];
  const rows = verdicts(results).map(({ what, limit, found, isReached }) => [word(isReached), what, limit, found]);
  return [
    `${NOTE}\n\n`,
    ...measures.map((measure) => measured(results.rows, measure)),
    memory(results),
    `${table(['', 'what', 'limit', 'found'], rows)}\n`,
  ].join('');
}
