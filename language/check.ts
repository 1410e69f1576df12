// Values against their form: what the compiled validators find, said in our own sentences, exactly where it is.
import type { Json } from '../modules/contract.ts';
import type { Fault } from './fault.ts';
import { type Field, type Form, fieldIn } from './form.ts';
import { tellNotations } from './notations/tell.ts';
import { tellExclusive, tellMissing, tellUnknownKey, tellUnnamed, tellValue, tellWrongType } from './sentences.ts';
import type { Place, Subject } from './subject.ts';
import { entryOf, type Node, nodeAt } from './tree.ts';
import type { Finding, Validator } from './validators.generated.js';

/** True when nothing is wrong. */
export function check(subject: Subject, validate: Validator, faults: Fault[]): boolean {
  const told = faults.length;
  const findings = validate(subject.value) ? [] : (validate.errors ?? []);
  // Unknown keys come first: a field whose misspelt name stands there is not missing as well.
  const misspelt = new Set<string>();
  for (const finding of findings) {
    if (finding.keyword !== 'additionalProperties') continue;
    const place = placeOf(subject, segmentsOf(finding));
    const meant = tellUnknownKey(place, String(finding.params['additionalProperty']), faults);
    if (meant !== undefined) misspelt.add(meant);
  }
  const inNotation = tellNotations(subject, faults);
  for (const finding of findings) tell(subject, finding, { misspelt, inNotation }, faults);
  for (const group of subject.form.oneOf) tellExclusive(subject, group, faults);
  const isSilent = findings.some((finding) => isToldElsewhere(subject, placeOf(subject, segmentsOf(finding))));
  return faults.length === told && !isSilent;
}

const segmentsOf = (finding: Finding): readonly string[] => finding.instancePath.split('/').slice(1).map(unescaped);

/** What is told already: fields by the names that were meant, and texts that say themselves where they are wrong. */
type Told = { readonly misspelt: ReadonlySet<string>; readonly inNotation: ReadonlySet<Node> };

function tell(subject: Subject, finding: Finding, { misspelt, inNotation }: Told, faults: Fault[]): void {
  const path = segmentsOf(finding);
  const place = placeOf(subject, path);
  if (subject.unknown.has(place.node) || inNotation.has(place.node) || isToldElsewhere(subject, place)) return;
  switch (finding.keyword) {
    // (told already; and an `if` is a condition only, what its `then` found is told by itself)
    case 'additionalProperties':
    case 'if':
      break;
    case 'required': {
      const missing = String(finding.params['missingProperty']);
      const anchor = path.length === 0 ? subject.anchor : place.span;
      if (!misspelt.has(missing)) tellMissing(place, anchor, missing, faults);
      break;
    }
    default:
      if (path[0] !== undefined && path[0] === subject.named) {
        if (!misspelt.has(subject.named)) tellUnnamed(subject, subject.named, faults);
      } else if (finding.keyword === 'type') {
        tellWrongType(place, faults);
      } else {
        tellValue(place, finding.keyword, faults);
      }
  }
}

/** An alias that leads nowhere, and an empty field beside another one that excludes it: one mistake each. */
function isToldElsewhere({ source, form, node }: Subject, place: Place): boolean {
  if (place.node.kind !== 'scalar' || place.node.value !== null) return false;
  const { name = '' } = place;
  const isAlias = source.text.charAt(place.node.start) === '*';
  const rivals = form.oneOf.filter((group) => group.includes(name)).flat();
  return isAlias || rivals.some((rival) => rival !== name && entryOf(node, rival) !== undefined);
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
