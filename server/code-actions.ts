// What the light bulb offers: what mends the problems in a range, and other ways to write what stands there. Pure.
import type { Document, LiveProject } from '../language/index.ts';
import type { Problem } from '../language/problem.ts';
import { overlaps, type Span } from '../language/text.ts';
import type { Asked, CodeAction } from './actions/action.ts';
import { declarations } from './actions/declare.ts';
import { extractedVariable } from './actions/extract.ts';
import { missingFields } from './actions/fields.ts';
import { fixAll, fixes, fixesOfCode } from './actions/fixes.ts';
import { otherStyle } from './actions/flow.ts';
import { putUnderViki } from './actions/frame.ts';
import { hostOutOfVariables } from './actions/legacy.ts';
import { merged } from './actions/merge.ts';
import { secretsMovedOut } from './actions/secrets.ts';
import { silenced } from './actions/silence.ts';

export type { CodeAction };

/** In the order in which they are shown. */
const SOURCES: readonly ((asked: Asked) => readonly CodeAction[])[] = [
  fixes,
  merged,
  secretsMovedOut,
  putUnderViki,
  hostOutOfVariables,
  missingFields,
  declarations,
  fixesOfCode,
  silenced,
  extractedVariable,
  otherStyle,
  fixAll,
];

/** `problems` are those of the file. */
export function codeActions(
  live: LiveProject,
  document: Document,
  problems: readonly Problem[],
  range: Span,
): readonly CodeAction[] {
  const touched = problems.filter((problem) => overlaps(problem, range));
  const asked: Asked = { live, document, range, problems, touched };
  return SOURCES.flatMap((source) => source(asked));
}
