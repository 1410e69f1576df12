// What a completion is, before and after it is fitted to its place, and how a long list of names is kept short. Pure.
import type { Span } from '../../language/text.ts';

export type Completion = {
  readonly label: string;
  readonly kind: 'field' | 'module' | 'value' | 'host' | 'group' | 'resource' | 'variable' | 'file' | 'folder' | 'code';
  readonly detail?: string;
  /** The keys that lead to what its manual is about; the manual is only written when somebody asks for it. */
  readonly about?: readonly string[];
  /** What the typed word is compared with, where that is not the label. */
  readonly filter?: string;
  /** In snippet syntax. Its lines are indented relative to the line that it goes into. */
  readonly insert: string;
  /** What it replaces. */
  readonly span: Span;
};

/** An item, before it is fitted to its place. */
export type Item = Omit<Completion, 'span'>;

export type CompletionList = {
  readonly items: readonly Completion[];
  /** There is more than was sent: another letter gives another list. */
  readonly isIncomplete: boolean;
};

/** Items of which there may be more. */
export type Some = { readonly items: readonly Item[]; readonly isIncomplete: boolean };

/** No person reads more names than this; a project may have thousands. */
export const NAMES_LIMIT = 200;

/** Items for names: all of them, or, where they are too many, those that go best with what is typed. */
export type Named = { readonly names: readonly string[]; readonly isIncomplete: boolean };

export function namesFor(word: string, names: readonly string[]): Named {
  if (names.length <= NAMES_LIMIT) return { names, isIncomplete: false };
  const typed = word.toLowerCase();
  const first: string[] = [];
  const then: string[] = [];
  for (const name of names) {
    // (there are enough that begin with it: those come in front of all others)
    if (first.length === NAMES_LIMIT) break;
    const at = name.toLowerCase().indexOf(typed);
    if (at === 0) first.push(name);
    else if (at > 0 && then.length < NAMES_LIMIT) then.push(name);
  }
  return { names: [...first, ...then].slice(0, NAMES_LIMIT), isIncomplete: true };
}
