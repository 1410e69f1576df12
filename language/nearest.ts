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

/** Shorter beginnings are those of too many words. */
const BEGINNING_LENGTH = 3;

export type Guess = {
  readonly word: string;
  /** It is one slip away, and no other one is. (What a word is the beginning of may be something else that is missing.) */
  readonly isClear: boolean;
};

/** The candidate that `word` most likely meant; undefined when none is near enough to be a typing mistake. */
export const nearest = (word: string, candidates: Iterable<string>): string | undefined =>
  guess(word, candidates)?.word;

export function guess(word: string, candidates: Iterable<string>): Guess | undefined {
  if (word.length > WORD_LENGTH_LIMIT) return undefined;
  const lower = word.toLowerCase();
  const begun: string[] = [];
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  let isOnly = true;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    if (word.length >= BEGINNING_LENGTH && begun.length < 2 && other.startsWith(lower)) begun.push(candidate);
    // (one that is as near as the best makes it unclear)
    const limit = bestDistance + (best === undefined ? 0 : 1);
    if (Math.abs(candidate.length - word.length) >= limit) continue;
    const edits = distance(lower, other, limit);
    if (edits >= limit) continue;
    isOnly = best === undefined || edits < bestDistance;
    if (!isOnly) continue;
    best = candidate;
    bestDistance = edits;
  }
  const [beginning] = begun;
  if (beginning !== undefined && begun.length === 1) {
    return { word: beginning, isClear: beginning.length === word.length + 1 };
  }
  return best === undefined ? undefined : { word: best, isClear: isOnly && bestDistance <= 1 && word.length > 2 };
}
