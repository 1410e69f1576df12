// What is wrong with text that is not YAML, in words a person understands, at the place where it went wrong. One
// mistake is told once: what the parser says about the lines behind it is its confusion, not the user's.
import { type Complaint, explain } from './explain.ts';
import { type Fault, faultAt } from './fault.ts';
import type { Source } from './text.ts';
import { unclosed } from './tokens.ts';

export type Syntax = { readonly faults: readonly Fault[]; readonly brokenAt: number | undefined };

export function faultsOf(source: Source, tokens: readonly unknown[], complaints: readonly Complaint[]): Syntax {
  if (complaints.length === 0) return { faults: [], brokenAt: undefined };
  const openings = unclosed(tokens);
  const faults: Fault[] = [];
  for (const complaint of complaints.toSorted(inOrder)) {
    const { span, code, message, extras, isHarmless } = explain(source, complaint, openings);
    const { severity, suggestion, fix } = extras ?? {};
    faults.push(faultAt(source, span, code, message, { ...(severity ? { severity } : {}), suggestion, fix }));
    if (!isHarmless) return { faults, brokenAt: span.start };
  }
  return { faults, brokenAt: undefined };
}

/** Of two complaints about one place, the one about a key over several lines knows more. */
function inOrder(one: Complaint, other: Complaint): number {
  const rank = (complaint: Complaint) => (complaint.code === 'MULTILINE_IMPLICIT_KEY' ? 0 : 1);
  return one.pos[0] - other.pos[0] || rank(one) - rank(other);
}
