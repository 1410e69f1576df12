// What is wrong with a text that is written in a way of its own, at the very place in it. Types and pure helpers only.
import type { Mistake } from '../expression.ts';
import type { Span } from '../text.ts';

export type NotationMistake = Mistake & {
  /** What was meant in that place, as far as it is clear. */
  readonly meant?: string;
  /** It is a secret in clear text. */
  readonly isSecret?: true;
};

/** A part of a text, and where it stands there. */
export type Part = { readonly text: string; readonly start: number };

export const partAt = (whole: Part, from: number, to = whole.text.length): Part => ({
  text: whole.text.slice(from, to),
  start: whole.start + from,
});

/** The parts between the signs of a pattern, which has no groups. */
export function cutAt(whole: Part, pattern: RegExp): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: sign, index } of whole.text.matchAll(pattern)) {
    parts.push(partAt(whole, from, index));
    from = index + sign.length;
  }
  return [...parts, partAt(whole, from)];
}

/** The words of a text. */
export const wordsIn = (text: string): readonly Part[] =>
  [...text.matchAll(/[^ \t]+/g)].map(({ 0: word, index }) => ({ text: word, start: index }));

export const placeOf = ({ text, start }: Part): Span => ({ start, end: start + text.length });

export const wrong = (
  part: Part,
  message: string,
  more: { readonly suggestion?: string; readonly meant?: string | undefined } = {},
): NotationMistake => {
  const { suggestion, meant } = more;
  return {
    ...placeOf(part),
    message,
    ...(suggestion !== undefined && { suggestion }),
    ...(meant !== undefined && { meant }),
  };
};
