// Values against their form: what the compiled validators find, said in our own sentences, exactly where it is.
import type { Json } from '../modules/contract.ts';
import { type Field, type Form, fieldIn } from './form.ts';
import type { Problem } from './problem.ts';
import { tellExclusive, tellMissing, tellUnknownKey, tellUnnamed, tellValue, tellWrongType } from './sentences.ts';
import type { Source, Span } from './text.ts';
import { type Node, nodeAt } from './tree.ts';
import type { Finding, Validator } from './validators.generated.js';

export type Subject = {
  readonly source: Source;
  readonly form: Form;
  /** What the thing is a value of, where it need not be a map. */
  readonly field?: Field;
  /** How messages call the thing: `mkdir.app`, the host `web`. */
  readonly title: string;
  /** Where to tell what is not there. */
  readonly anchor: Span;
  readonly node: Node;
  readonly value: Json;
  /** Nodes that the schema has nothing to say about. */
  readonly unknown: ReadonlySet<Node>;
  /** The field that was left out, so that the name at the anchor serves for it. */
  readonly named?: string;
};

/** A finding, and everything that a sentence about it may need. */
export type Place = {
  readonly source: Source;
  readonly form: Form;
  readonly title: string;
  readonly node: Node;
  readonly value: Json;
  /** The field, and its key; undefined where the thing itself is meant. */
  readonly field: Field | undefined;
  readonly name: string | undefined;
  /** The span of the value, or of the key when there is no text for the value. */
  readonly span: Span;
  readonly isItem: boolean;
};

/** True when nothing is wrong. */
export function check(subject: Subject, validate: Validator, problems: Problem[]): boolean {
  const told = problems.length;
  if (!validate(subject.value)) {
    for (const finding of validate.errors ?? []) tell(subject, finding, problems);
  }
  for (const group of subject.form.oneOf) tellExclusive(subject, group, problems);
  return problems.length === told;
}

function tell(subject: Subject, finding: Finding, problems: Problem[]): void {
  const path = finding.instancePath.split('/').slice(1).map(unescaped);
  const place = placeOf(subject, path);
  if (subject.unknown.has(place.node)) return;
  if (subject.named !== undefined && path[0] === subject.named) {
    tellUnnamed(subject, subject.named, problems);
  } else if (finding.keyword === 'additionalProperties') {
    tellUnknownKey(place, String(finding.params['additionalProperty']), problems);
  } else if (finding.keyword === 'required') {
    const anchor = path.length === 0 ? subject.anchor : place.span;
    tellMissing(place, anchor, String(finding.params['missingProperty']), problems);
  } else if (finding.keyword === 'type') {
    tellWrongType(place, problems);
  } else if (finding.keyword !== 'if') {
    // (an `if` is a condition only; what its `then` found is told by itself)
    tellValue(place, finding.keyword, problems);
  }
}

const unescaped = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');

function placeOf(subject: Subject, path: readonly string[]): Place {
  let form: Form = subject.form;
  let title = subject.title;
  let field: Field | undefined = subject.field;
  let name: string | undefined;
  let value: Json = subject.value;
  let isItem = false;
  for (const segment of path) {
    isItem = Array.isArray(value);
    value = valueAt(value, segment);
    if (isItem) continue;
    field = field?.entries ?? fieldIn(form, segment);
    name = segment;
    if (field?.form) {
      form = field.form;
      title = `\`${segment}\``;
    }
  }
  const { node, entry } = nodeAt(subject.node, path);
  const hasText = node.end > node.start;
  const span = hasText ? node : (entry?.key ?? subject.anchor);
  return { source: subject.source, form, title, node, value, field, name, span, isItem };
}

function valueAt(value: Json, segment: string): Json {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(segment)] ?? null;
  if (typeof value !== 'object' || value === null) return null;
  return (value as { readonly [key: string]: Json })[segment] ?? null;
}
