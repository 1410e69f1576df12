// Two texts, line by line, as people read a change: what goes, what comes, and a little of what is around it. Pure.

/** Larger texts, and texts that have less in common, are told in one line: nobody reads them in a terminal. */
const LINES_LIMIT = 20_000;
const EDITS_LIMIT = 1_000;
const SHOWN_LIMIT = 300;
/** How many lines that stay are shown around those that change. */
const CONTEXT = 3;

type Line = { readonly sign: ' ' | '-' | '+'; readonly text: string };

/** With their ends, so that a missing last one is a difference. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** The furthest places that can be reached with so many edits, by diagonal, for each number of edits (Myers, 1986). */
function tracesOf(from: readonly string[], to: readonly string[]): readonly Int32Array[] | undefined {
  const most = Math.min(from.length + to.length, EDITS_LIMIT);
  const reached = new Int32Array(2 * most + 3);
  const traces: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits += 1) {
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = startOn(reached, most, diagonal, edits);
      while (x < from.length && x - diagonal < to.length && from[x] === to[x - diagonal]) x += 1;
      reached[most + 1 + diagonal] = x;
      if (x >= from.length && x - diagonal >= to.length) return [...traces, reached.slice()];
    }
    traces.push(reached.slice());
  }
  return undefined;
}

/** Whether one comes down (a line that comes) or from the left (a line that goes), whichever is further. */
function isDown(reached: Int32Array, most: number, diagonal: number, edits: number): boolean {
  const at = (other: number): number => reached[most + 1 + other] ?? 0;
  return diagonal === -edits || (diagonal !== edits && at(diagonal - 1) < at(diagonal + 1));
}

function startOn(reached: Int32Array, most: number, diagonal: number, edits: number): number {
  if (edits === 0) return 0;
  return isDown(reached, most, diagonal, edits)
    ? (reached[most + 2 + diagonal] ?? 0)
    : (reached[most + diagonal] ?? 0) + 1;
}

/** All lines of both, in order; undefined when there is too little in common. */
function comparedLines(from: readonly string[], to: readonly string[]): readonly Line[] | undefined {
  const traces = tracesOf(from, to);
  if (!traces) return undefined;
  const most = Math.min(from.length + to.length, EDITS_LIMIT);
  const lines: Line[] = [];
  let [x, y] = [from.length, to.length];
  const stay = (untilX: number): void => {
    for (; x > untilX; x -= 1, y -= 1) lines.push({ sign: ' ', text: from[x - 1] ?? '' });
  };
  for (let edits = traces.length - 1; edits > 0; edits -= 1) {
    const reached = traces[edits - 1] as Int32Array;
    const diagonal = x - y;
    stay(startOn(reached, most, diagonal, edits));
    if (isDown(reached, most, diagonal, edits)) {
      y -= 1;
      lines.push({ sign: '+', text: to[y] ?? '' });
    } else {
      x -= 1;
      lines.push({ sign: '-', text: from[x] ?? '' });
    }
  }
  stay(0);
  return lines.reverse();
}

/** Which lines are shown: those that change, and those around them. */
function shownOf(lines: readonly Line[]): readonly boolean[] {
  const shown = lines.map(() => false);
  for (const [place, { sign }] of lines.entries()) {
    if (sign === ' ') continue;
    shown.fill(true, Math.max(0, place - CONTEXT), place + CONTEXT + 1);
  }
  return shown;
}

/** `@@ line 12 @@` before each part, ` `, `-` or `+` before each line; empty when the texts are the same. */
export function lineDiff(before: string, after: string): readonly string[] {
  const [from, to] = [linesOf(before), linesOf(after)];
  const told = `(${from.length} lines → ${to.length} lines, too different to be shown here)`;
  if (from.length > LINES_LIMIT || to.length > LINES_LIMIT) return [told];
  const lines = comparedLines(from, to);
  if (!lines) return [told];
  const shown = shownOf(lines);
  const out: string[] = [];
  let number = 1;
  for (const [place, { sign, text }] of lines.entries()) {
    if (shown[place]) {
      if (!shown[place - 1]) out.push(`@@ line ${number} @@`);
      out.push(`${sign}${text.replace(/\n$/, '')}`);
      if (!text.endsWith('\n')) out.push('\\ no end of line');
    }
    if (sign !== '-') number += 1;
  }
  const more = out.length - SHOWN_LIMIT;
  return more > 0 ? [...out.slice(0, SHOWN_LIMIT), `(and ${more} lines more)`] : out;
}
