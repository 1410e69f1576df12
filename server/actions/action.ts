// What an action is: a title, what kind it is, and edits of one or more files. Pure.
import type { Document, LiveProject } from '../../language/index.ts';
import type { Edit, Problem } from '../../language/problem.ts';
import type { Span } from '../../language/text.ts';

export type ActionKind = 'quickfix' | 'refactor.extract' | 'refactor.rewrite' | 'source.fixAll.viki';

export type CodeAction = {
  readonly title: string;
  readonly kind: ActionKind;
  /** Of the file that was asked about. */
  readonly edits: readonly Edit[];
  /** What it mends. */
  readonly problem?: Problem;
  /** The one that is meant by "fix this". */
  readonly isPreferred?: true;
};

/** What actions are asked for. */
export type Asked = {
  readonly live: LiveProject;
  readonly document: Document;
  readonly range: Span;
  /** Those of the file. */
  readonly problems: readonly Problem[];
  /** Those that the range touches. */
  readonly touched: readonly Problem[];
};
