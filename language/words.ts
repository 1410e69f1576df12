// How messages write words of the text, and the edit that puts others in their place. Nothing is judged here.
import type { Fix } from './problem.ts';
import type { Span } from './text.ts';

/** A word of the text in a message. */
export const code = (word: string): string => (word.includes('`') ? `"${word}"` : `\`${word}\``);

export function replace(span: Span, text: string, title = `Change to ${code(text)}`): Fix {
  return { title, edits: [{ start: span.start, end: span.end, text }] };
}
