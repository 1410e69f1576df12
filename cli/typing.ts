// What a person types, character by character, as an answer that grows, shrinks and ends. Pure.

const ANSWER_LENGTH_LIMIT = 4096;

export type Typing = {
  readonly answer: string;
  /** How it ended: with the enter key, with the end of the input, or with Ctrl-C. */
  readonly end: 'told' | 'declined' | 'interrupted' | undefined;
};

export const nothingTyped: Typing = { answer: '', end: undefined };

const withoutLast = (text: string): string => [...text].slice(0, -1).join('');

function typedCharacter(answer: string, character: string): Typing {
  switch (character) {
    case '\r':
    case '\n':
      return { answer, end: 'told' };
    case '\u0003':
      return { answer, end: 'interrupted' };
    case '\u0004':
      return { answer, end: answer === '' ? 'declined' : undefined };
    case '\u0015':
      return nothingTyped;
    case '\u007f':
    case '\b':
      return { answer: withoutLast(answer), end: undefined };
    default:
      return { answer: answer.length < ANSWER_LENGTH_LIMIT ? answer + character : answer, end: undefined };
  }
}

/** What came from the keyboard at once: a key, or a paste. What follows the end is dropped. */
export function typed(typing: Typing, keys: string): Typing {
  // Arrow keys and their like are no part of an answer.
  if (keys.startsWith('\u001b')) return typing;
  let { answer, end } = typing;
  for (const character of keys) {
    if (end !== undefined) break;
    ({ answer, end } = typedCharacter(answer, character));
  }
  return { answer, end };
}

/** What turns one echoed answer into another on the screen. */
export function echo(from: string, to: string): string {
  let same = 0;
  while (same < from.length && from[same] === to[same]) same += 1;
  return '\b \b'.repeat([...from.slice(same)].length) + to.slice(same);
}
