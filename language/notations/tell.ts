// Tells what is wrong with texts of fields that are written in a way of their own, at the very letters where the text at hand
// has them.
import type { Json } from '../../modules/contract.ts';
import { type Fault, faultAt } from '../fault.ts';
import type { Field } from '../form.ts';
import { code, replace } from '../sentences.ts';
import type { Subject } from '../subject.ts';
import type { Source, Span } from '../text.ts';
import { childOf, type Node } from '../tree.ts';
import { mistakeIn, type NotationMistake } from './index.ts';

/** Answers the nodes that something was told of. */
export function tellNotations(
  { source, form, node, value, unknown, named, anchor }: Subject,
  faults: Fault[],
): ReadonlySet<Node> {
  const told = new Set<Node>();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return told;
  // (what goes is known by its name: how it was written must not be in the way of that)
  const isLeaving = (value as { readonly [name: string]: Json })['state'] === 'absent';
  const look = (field: Field, given: Json | undefined, at: Node): void => {
    if (Array.isArray(given) && at.kind === 'list') {
      for (const [index, item] of at.items.entries()) look(field, given[index], item);
    }
    if (typeof given !== 'string' || field.notation === undefined || unknown.has(at)) return;
    const mistake = mistakeIn[field.notation](given);
    if (mistake === undefined || (isLeaving && !mistake.isSecret)) return;
    faults.push(faultOf(source, at, given, mistake));
    told.add(at);
  };
  for (const [name, field] of Object.entries(form.fields)) {
    const at = field.notation === undefined || name === named ? undefined : childOf(node, name);
    if (name === named)
      tellSecretName(source, field, (value as { readonly [name: string]: Json })[name], anchor, faults);
    if (at) look(field, (value as { readonly [name: string]: Json })[name], at);
  }
  return told;
}

/** What else is wrong with a name that serves for a field is told with the field. */
function tellSecretName(source: Source, { notation }: Field, name: Json | undefined, at: Span, faults: Fault[]): void {
  const mistake = notation === undefined || typeof name !== 'string' ? undefined : mistakeIn[notation](name);
  if (!mistake?.isSecret) return;
  const { message, suggestion } = mistake;
  faults.push(faultAt(source, at, 'secret-in-clear-text', message, { suggestion, severity: 'error' }));
}

function faultOf(source: Source, node: Node, text: string, mistake: NotationMistake): Fault {
  const { message, meant, suggestion = meant === undefined ? undefined : `Did you mean ${code(meant)}?` } = mistake;
  const place = placeIn(source, node, text, mistake);
  const fix =
    meant === undefined || place === undefined ? undefined : { ...replace(place, meant), isGuess: true as const };
  if (mistake.isSecret) {
    return faultAt(source, place ?? node, 'secret-in-clear-text', message, { suggestion, severity: 'error' });
  }
  return faultAt(source, place ?? node, 'wrong-value', message, { suggestion, ...(fix && { fix }) });
}

/** Undefined where the letters stand elsewhere, or are written in another way. */
function placeIn(source: Source, node: Node, text: string, { start, end }: Span): Span | undefined {
  const written = source.text.slice(node.start, node.end);
  const before = written === text ? 0 : written === `"${text}"` || written === `'${text}'` ? 1 : undefined;
  if (before === undefined || start === end) return undefined;
  return { start: node.start + before + start, end: node.start + before + end };
}
