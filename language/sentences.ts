// The words for what does not fit its form: what is wrong, what would be right, and the edit that mends it.
import type { Json } from '../modules/contract.ts';
import { type Fault, faultAt } from './fault.ts';
import { ownFieldFor, ownValueFor, ownWayFor } from './foreign-names.ts';
import { type Field, type Form, fieldIn, type ValueType } from './form.ts';
import { modeMeantBy } from './mode-number.ts';
import { guess, nearest } from './nearest.ts';
import type { Fix, ProblemCode } from './problem.ts';
import { exampleOf, offer, retyped } from './retyped.ts';
import type { Place, Subject } from './subject.ts';
import type { Source, Span } from './text.ts';
import { entryOf } from './tree.ts';
import { code, replace } from './words.ts';

export { code, replace };

/** Where secrets may stand, and how one comes into a file. */
export const PLACE_OF_SECRETS =
  'A secret may only be the whole value of a field that is made for secrets, such as a `password`. ' +
  'Into a file it comes by a `command` that has it in its `environment` and writes it.';

const TYPE_WORDS: { readonly [type in ValueType]: string } = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a map of keys and values',
  null: 'nothing',
};

export const listed = (words: readonly string[], last: 'or' | 'and' = 'or'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;

/** "Did you mean", with the fix, or else what there is to choose from. */
export function meantOr(
  word: string,
  known: Iterable<string>,
  span: Span,
  otherwise: string,
): { suggestion: string; fix?: Fix } {
  const meant = guess(word, known);
  if (meant === undefined) return { suggestion: otherwise };
  const fix = replace(span, meant.word);
  return { suggestion: `Did you mean ${code(meant.word)}?`, fix: meant.isClear ? fix : { ...fix, isGuess: true } };
}

/** A word of another tool. */
export const calledHere = (own: string, span: Span): { suggestion: string; fix: Fix } => ({
  suggestion: `Here it is called ${code(own)}.`,
  fix: { ...replace(span, own), isGuess: true },
});

/** Answers the field that was meant, if that is clear. */
export function tellUnknownKey(place: Place, name: string, faults: Fault[]): string | undefined {
  const key = entryOf(place.node, name)?.key ?? place.span;
  const known = Object.keys(place.form.fields);
  const glued = /^([\w-]+):\S/.exec(name)?.[1];
  if (glued !== undefined && known.includes(glued)) {
    faults.push(missingSpaceAfter(place.source, key.start, glued));
    return glued;
  }
  const colonMissing = missingColon(place.form, place.source, key);
  if (colonMissing !== undefined) {
    faults.push(colonMissing.fault);
    return colonMissing.name;
  }
  const free = known.filter((field) => entryOf(place.node, field) === undefined);
  const own = ownFieldFor(name);
  const foreign = own !== undefined && free.includes(own) ? own : undefined;
  const way = foreign === undefined ? ownWayFor(name) : undefined;
  const meant = foreign ?? (way === undefined ? nearest(name, free) : undefined);
  const takes = `${sentence(place.form.title)} takes ${listed(known.map(code), 'and')}.`;
  const done = way === undefined ? belowSettings(place.form, name) : { suggestion: way };
  const here = foreign === undefined ? done : calledHere(foreign, key);
  const extras = here ?? meantOr(name, free, key, takes);
  const message = `${code(name)} is not a field of ${place.form.title}`;
  faults.push(faultAt(place.source, key, 'unknown-key', message, extras));
  return meant;
}

/** What sshd has its own names for, which begin with a capital. */
const belowSettings = (form: Form, name: string): { suggestion: string } | undefined =>
  fieldIn(form, 'settings') === undefined || !/^[A-Z]/.test(name)
    ? undefined
    : { suggestion: `Write it below ${code('settings')}.` };

export function tellMissing(place: Place, anchor: Span, name: string, faults: Fault[]): void {
  const example = exampleOf(fieldIn(place.form, name));
  const suggestion = `Add ${code(example === undefined ? `${name}:` : `${name}: ${example}`)}.`;
  faults.push(faultAt(place.source, anchor, 'missing-field', `${place.title} needs ${code(name)}`, { suggestion }));
}

/** The field was left out, and the resource's name can't serve for it. */
export function tellUnnamed(subject: Subject, field: string, faults: Fault[]): void {
  const { patternHint, examples } = fieldIn(subject.form, field) ?? {};
  const example = examples?.[0] === undefined ? '' : ` ${examples[0]}`;
  const hint = patternHint === undefined ? '' : `; its name would serve if it were ${patternHint}`;
  const suggestion = `Add ${code(`${field}:${example}`)}${hint}.`;
  const message = `${subject.title} needs ${code(field)}`;
  faults.push(faultAt(subject.source, subject.anchor, 'missing-field', message, { suggestion }));
}

function subjectOf(place: Place): string {
  if (place.name === undefined) return place.title;
  return place.isItem ? `each item of ${code(place.name)}` : code(place.name);
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function described(value: Json): string {
  if (value === null) return 'nothing';
  if (typeof value === 'object') return TYPE_WORDS[Array.isArray(value) ? 'array' : 'object'];
  if (typeof value === 'string') return 'a text';
  return typeof value === 'number' ? `the number ${value}` : code(String(value));
}

export function tellWrongType(place: Place, faults: Fault[]): void {
  const types: readonly ValueType[] = (place.isItem
    ? (place.field?.items?.types ?? ['string'])
    : place.field?.types) ?? ['object'];
  const usual = listed(types.filter((type) => type !== 'null').map((type) => TYPE_WORDS[type]));
  const words = (place.isItem ? undefined : place.field?.typeHint) ?? usual;
  const spaceMissing = missingSpace(place) ?? missingColonIn(place);
  if (spaceMissing) {
    faults.push(spaceMissing);
  } else if (place.value === null) {
    const example = place.field?.examples?.[0];
    const suggestion =
      example === undefined ? `It must be ${words}.` : `It must be ${words}, such as ${code(example)}.`;
    const message = sentence(`${subjectOf(place)} has no value`);
    faults.push(faultAt(place.source, place.span, 'wrong-type', message, { suggestion }));
  } else {
    const isMode = place.name === 'mode' && place.node.kind === 'scalar' && typeof place.node.value === 'number';
    if (isMode) faults.push(modeAsNumber(place));
    else {
      const message = sentence(`${subjectOf(place)} must be ${words}, not ${described(place.value)}`);
      faults.push(faultAt(place.source, place.span, 'wrong-type', message, retyped(place, types)));
    }
  }
}

/** `mode: 0755` is a number for YAML, and not the one that was meant. */
function modeAsNumber({ source, span, node }: Place): Fault {
  const written = source.text.slice(node.start, node.end);
  const mode = modeMeantBy(written);
  const message = `${code('mode')} must be a text: YAML reads ${code(written)} as a number`;
  const suggestion = 'Write it in octal and in quotes, such as `"0755"`.';
  const extras = mode === undefined ? { suggestion } : offer('Write it in quotes', node, JSON.stringify(mode));
  return faultAt(source, span, 'mode-as-number', message, extras);
}

/** `path:/opt` is one text for YAML; a person meant a key. */
function missingSpace(place: Place): Fault | undefined {
  const { node, source } = place;
  if (node.kind !== 'scalar' || node.style !== 'plain' || typeof node.value !== 'string') return undefined;
  const name = /^([\w-]+):\S/.exec(node.value)?.[1];
  if (name === undefined || fieldIn(place.form, name) === undefined) return undefined;
  return missingSpaceAfter(source, node.start, name);
}

/** `path /opt` as the only field. */
function missingColonIn({ node, source, form }: Place): Fault | undefined {
  const isPlain = node.kind === 'scalar' && node.style === 'plain';
  return isPlain ? missingColon(form, source, node)?.fault : undefined;
}

/** `path /opt` is one word for YAML; a person meant a key and its value. On each line of the span, a field may begin. */
function missingColon(form: Form, source: Source, span: Span): { fault: Fault; name: string } | undefined {
  const fields = [...source.text.slice(span.start, span.end).matchAll(/^[ \t]*([\w-]+)(?=[ \t]+\S)/gm)].flatMap(
    ({ 0: text, 1: name = '', index }) =>
      fieldIn(form, name) === undefined ? [] : [{ name, end: span.start + index + text.length }],
  );
  const [first] = fields;
  if (first === undefined || first.end !== span.start + first.name.length) return undefined;
  const fix = { title: 'Add the colon', edits: fields.map(({ end }) => ({ start: end, end, text: ':' })) };
  const { name, end } = first;
  const at = { start: span.start, end };
  return { fault: faultAt(source, at, 'missing-colon', `A colon is missing after ${code(name)}`, { fix }), name };
}

function missingSpaceAfter(source: Source, start: number, name: string): Fault {
  const end = start + name.length + 1;
  const fix = { title: 'Add the space', edits: [{ start: end, end, text: ' ' }] };
  return faultAt(source, { start, end }, 'missing-space', `A space is missing after ${code(`${name}:`)}`, { fix });
}

/** A value of the right type that its field does not take. */
export function tellValue(place: Place, keyword: string, faults: Fault[]): void {
  const what = sentence(subjectOf(place));
  const tellThis = (
    message: string,
    extras: { suggestion?: string; fix?: Fix } = {},
    problem: ProblemCode = 'wrong-value',
  ) => faults.push(faultAt(place.source, place.span, problem, message, extras));
  const { field } = place;
  if (keyword === 'enum' && field?.enum) {
    tellThis(
      `${what} must be ${listed(field.enum.map(code))}`,
      valueMeant(String(place.value), field.enum, place.span),
    );
  } else if (keyword === 'minLength') {
    tellThis(`${what} may not be empty`);
  } else if (keyword === 'minimum' || keyword === 'maximum') {
    tellThis(`${what} must be ${rangeOf(field)}`);
  } else {
    const wantsAbsolute = field?.patternHint?.startsWith('an absolute path') === true;
    const isRelative = wantsAbsolute && typeof place.value === 'string' && !place.value.startsWith('/');
    const hint = field?.patternHint ?? 'of another form';
    tellThis(`${what} must be ${hint}`, {}, isRelative ? 'relative-path' : 'wrong-value');
  }
}

/** What is called otherwise here, or done in another way; else what is nearest to it. */
function valueMeant(value: string, known: readonly string[], span: Span): { suggestion?: string; fix?: Fix } {
  const own = ownValueFor(value);
  const here = own !== undefined && known.includes(own) ? calledHere(own, span) : undefined;
  const way = ownWayFor(value);
  if (here ?? way) return { ...here, suggestion: [here?.suggestion, way].filter(Boolean).join(' ') };
  const meant = meantOr(value, known, span, '');
  return meant.fix ? meant : {};
}

function rangeOf(field: Field | undefined): string {
  const { minimum, maximum } = field ?? {};
  if (minimum !== undefined && maximum !== undefined) return `from ${minimum} to ${maximum}`;
  return minimum === undefined ? `at most ${maximum}` : `at least ${minimum}`;
}

/** Fields of which at most one may be given: told at the second and all later ones. */
export function tellExclusive(subject: Subject, group: readonly string[], faults: Fault[]): void {
  const given = group.flatMap((name) => entryOf(subject.node, name) ?? []);
  const sorted = given.toSorted((one, other) => one.key.start - other.key.start);
  const [first, ...others] = sorted;
  if (first === undefined) return;
  for (const { key } of others) {
    const message = `${code(key.name)} can't be given together with ${code(first.key.name)}`;
    const related = [{ source: subject.source, start: first.key.start, end: first.key.end, message: 'given here' }];
    const extras = { suggestion: 'Remove one of the two.', related };
    faults.push(faultAt(subject.source, key, 'exclusive-fields', message, extras));
  }
}
