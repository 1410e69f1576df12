// "Did you mean": the known word that a mistyped one is nearest to. Pure.

/** Longer words than this are not compared: nobody mistypes them, and the work grows with the square. */
const WORD_LENGTH_LIMIT = 64;

const EMPTY = (): Uint8Array => new Uint8Array(WORD_LENGTH_LIMIT * 2);
/** Three rows, used over and over: in a large project, a word is compared with thousands. */
let [beforeLast, last, current] = [EMPTY(), EMPTY(), EMPTY()];

/** Edits (insert, delete, replace, swap two neighbours) between two words; `limit` when there are at least so many. */
function distance(one: string, other: string, limit: number): number {
  for (let column = 0; column <= other.length; column += 1) last[column] = column;
  for (let row = 1; row <= one.length; row += 1) {
    current[0] = row;
    let least = row;
    for (let column = 1; column <= other.length; column += 1) {
      const edits = editsAt(one, other, row, column);
      current[column] = edits;
      if (edits < least) least = edits;
    }
    if (least >= limit) return limit;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  return Math.min(last[other.length] ?? 0, limit);
}

/** One field of the table, from the three above and to the left of it, and the one for swapped letters. */
function editsAt(one: string, other: string, row: number, column: number): number {
  const letter = one.charCodeAt(row - 1);
  const otherLetter = other.charCodeAt(column - 1);
  const replaced = (last[column - 1] ?? 0) + (letter === otherLetter ? 0 : 1);
  const best = Math.min(replaced, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
  if (row < 2 || column < 2) return best;
  const isSwapped = letter === other.charCodeAt(column - 2) && one.charCodeAt(row - 2) === otherLetter;
  return isSwapped ? Math.min(best, (beforeLast[column - 2] ?? 0) + 1) : best;
}

/** The candidate that `word` most likely meant; undefined when none is near enough to be a typing mistake. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > WORD_LENGTH_LIMIT) return undefined;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const edits = distance(lower, candidate.toLowerCase(), bestDistance);
    if (edits < bestDistance) {
      best = candidate;
      bestDistance = edits;
      if (edits <= 1) break;
    }
  }
  return best;
}
