// Tells the names in `${...}` that lead nowhere, and remembers who is mentioned where.
import type { Kind } from './declaration.ts';
import type { Expansion } from './expansion.ts';
import { type Expression, type Reference, referencesOf, type Segment } from './expression.ts';
import { FACTS } from './facts.ts';
import { type FaultExtras, faultAt } from './fault.ts';
import { fieldIn } from './form.ts';
import { nameHere } from './meant-expression.ts';
import { HOST_FIELDS, type Meaning, meaningOf, within } from './references.ts';

import type { VariableInfo } from './scope.ts';
import { calledHere, code, listed, meantOr, PLACE_OF_SECRETS } from './sentences.ts';
import type { Span } from './text.ts';
import { childOf, isNothing } from './tree.ts';

/** What is read for each host. */
const KNOWS_HOST: ReadonlySet<Kind> = new Set(['resource', 'data', 'check']);

/** Tells the references of an expression that lead nowhere; true when there are none. */
export function tellReferences(expander: Expansion, expression: Expression, mayBeSecret: boolean): boolean {
  const optional = new Set(optionalIn(expression));
  let isSound = true;
  for (const reference of referencesOf(expression)) {
    if (!tellReference(expander, reference, mayBeSecret, optional.has(reference))) isSound = false;
  }
  return isSound;
}

/** References that have a `default` behind them. */
function optionalIn(expression: Expression): readonly Reference[] {
  if (expression.kind === 'binary') {
    const own = expression.operator === 'default' && expression.left.kind === 'reference' ? [expression.left] : [];
    return [...own, ...optionalIn(expression.left), ...optionalIn(expression.right)];
  }
  if (expression.kind === 'not') return optionalIn(expression.operand);
  return expression.kind === 'list' ? expression.items.flatMap(optionalIn) : [];
}

function tellReference(expander: Expansion, reference: Reference, mayBeSecret: boolean, isOptional: boolean): boolean {
  const { scope, collector } = expander;
  const meaning = meaningOf(reference, (name) => scope.variable(name) !== undefined);
  const [first] = reference.path as readonly [Segment, ...Segment[]];
  const span = { start: first.start, end: first.end };
  switch (meaning.kind) {
    case 'variable':
      collector.mentions.push({ ...span, key: `variable:${meaning.name}` });
      return tellVariable(expander, reference, meaning, mayBeSecret, isOptional);
    case 'resource':
      return tellResource(expander, reference, meaning) && tellFieldOf(expander, reference, meaning, isOptional);
    case 'group': {
      const [name] = meaning.rest;
      if (name === undefined) return false;
      collector.mentions.push({ start: name.start, end: name.end, key: `group:${name.name}` });
      const { groups } = scope.hosts();
      return groups.has(name.name) || tellGroup(expander, name, [...groups.keys()]);
    }
    case 'host':
      return tellField(expander, meaning.rest[0], 'A host', HOST_FIELDS, 'unknown-field-reference');
    case 'fact':
      return tellField(expander, meaning.rest[0], 'A fact', FACTS, 'unknown-fact') && tellFact(expander, reference);
    case 'env':
      return isOptional || tellEnvironment(expander, reference, meaning.rest[0]);
    case 'each':
      return expander.circumstances.each !== undefined || tellEach(expander, reference);
  }
}

function tellVariable(
  expander: Expansion,
  reference: Reference,
  { name, rest }: Meaning & { kind: 'variable' },
  mayBeSecret: boolean,
  isOptional: boolean,
): boolean {
  const { scope, collector, piece } = expander;
  const info = scope.variable(name);
  if (info === undefined) {
    const first = reference.path[0] ?? reference;
    const own = nameHere(name);
    const otherwise = 'Declare it under `vars`; a literal `${` is written `$${`.';
    const near = meantOr(name, scope.variableNames(), first, otherwise);
    const extras = own === name || near.fix !== undefined ? near : calledHere(own, first);
    collector.faults.push(faultAt(piece, reference, 'unknown-variable', `There is no variable ${code(name)}`, extras));
    return false;
  }
  const { value } = info;
  if (value.kind === 'secret' && !mayBeSecret) {
    const message = `The secret ${code(name)} may not stand here: it would be stored and shown in clear text`;
    collector.faults.push(faultAt(piece, reference, 'secret-misplaced', message, { suggestion: PLACE_OF_SECRETS }));
    return false;
  }
  if (value.kind === 'plain' && rest.length > 0 && !isOptional && within(value.json, rest) === undefined) {
    const last = rest.at(-1) ?? reference;
    const message = `${code(name)} has nothing that is called ${code(rest.map((segment) => segment.name).join('.'))}`;
    collector.faults.push(faultAt(piece, last, 'unknown-field-reference', message));
    return false;
  }
  if (value.kind === 'unset' && !isOptional) return tellUnset(expander, reference, info);
  return value.kind !== 'broken';
}

/** It is declared, and somebody else must say its value: a host, a group, the environment. */
function tellUnset({ scope, collector, piece, circumstances }: Expansion, at: Reference, info: VariableInfo): boolean {
  const { name, onHosts } = info;
  const { host } = circumstances;
  if (host === undefined || onHosts.has(host)) return true;
  const message = `${code(name)} has no value on the host ${code(host)}`;
  const suggestion = `Give it one in the \`vars\` of the project, of the host or of a group, or set ${code(`VK_VAR_${name}`)}.`;
  // (in an editor, the environment is not known: it may well be set there)
  const severity = scope.knowsEnvironment() ? 'error' : 'information';
  collector.faults.push(faultAt(piece, at, 'unknown-variable', message, { severity, suggestion }));
  return severity !== 'error';
}

function tellResource(expander: Expansion, reference: Reference, meaning: Meaning & { kind: 'resource' }): boolean {
  const { scope, collector, piece } = expander;
  const [module, name] = reference.path as readonly [Segment, Segment];
  const span: Span = { start: module.start, end: name.end };
  if (scope.resource(meaning.address) === undefined) {
    const known = [...scope.resourceNames(), ...scope.variableNames()];
    const otherwise = 'It names a variable, or a field of a resource: `module.name.field`.';
    const extras = meantOr(meaning.address, known, span, otherwise);
    const message = `There is no resource ${code(meaning.address)}`;
    collector.faults.push(faultAt(piece, span, 'unknown-resource', message, extras));
    return false;
  }
  const mention = { ...span, key: `resource:${meaning.address}` };
  collector.mentions.push(mention);
  if (collector.declaration.kind === 'resource') collector.after.push(mention);
  return true;
}

/** A field of another resource: its kind has such a field, and it is given there. */
function tellFieldOf(
  { scope, collector, piece }: Expansion,
  reference: Reference,
  { address, rest }: Meaning & { kind: 'resource' },
  isOptional: boolean,
): boolean {
  const declaration = scope.resource(address);
  const module = declaration?.path[2] ?? '';
  const sort = scope.module(module);
  if (declaration === undefined || sort === undefined) return true;
  const { form, mainField } = sort;
  const [field] = rest;
  const tell = (message: string, extras: FaultExtras): boolean => {
    collector.faults.push(faultAt(piece, field ?? reference, 'unknown-field-reference', message, extras));
    return false;
  };
  if (field === undefined) {
    const suggestion = `Name the field as well: ${code(`${address}.${mainField ?? form.required[0] ?? 'field'}`)}.`;
    return tell(`${code(address)} is a resource, and no value`, { suggestion });
  }
  if (fieldIn(form, field.name) === undefined) {
    const known = Object.keys(form.fields);
    const extras = meantOr(field.name, known, field, `${code(module)} has ${listed(known.map(code), 'and')}.`);
    return tell(`${code(address)} has no field ${code(field.name)}`, extras);
  }
  const { value } = declaration.entry;
  const isThere = childOf(value, field.name) !== undefined || mainField === field.name;
  if (isThere || isOptional || (value.kind !== 'map' && !isNothing(value))) return true;
  const suggestion = `Give it there, or say what else: ${code(`\${${address}.${field.name} default "..."}`)}.`;
  return tell(`${code(field.name)} of ${code(address)} is not given, so it has no value to put here`, { suggestion });
}

function tellGroup({ collector, piece }: Expansion, { name, start, end }: Segment, known: readonly string[]): boolean {
  const extras = meantOr(name, known, { start, end }, 'Name it in the `groups` of a host.');
  collector.faults.push(faultAt(piece, { start, end }, 'unknown-group', `There is no group ${code(name)}`, extras));
  return false;
}

function tellField(
  { collector, piece }: Expansion,
  segment: Segment | undefined,
  what: string,
  known: readonly string[],
  problem: 'unknown-field-reference' | 'unknown-fact',
): boolean {
  if (segment === undefined || known.includes(segment.name)) return true;
  const extras = meantOr(segment.name, known, segment, `There are ${listed(known.map(code), 'and')}.`);
  const message = `${what} has nothing that is called ${code(segment.name)}`;
  collector.faults.push(faultAt(piece, segment, problem, message, extras));
  return false;
}

function tellEnvironment(
  { scope, collector, piece }: Expansion,
  reference: Reference,
  name: Segment | undefined,
): boolean {
  if (name === undefined || !scope.knowsEnvironment() || scope.environment(name.name) !== undefined) return true;
  const message = `The environment variable ${code(name.name)} is not set`;
  const suggestion = `Set it, or say what else: ${code(`\${env.${name.name} default "..."}`)}.`;
  collector.faults.push(faultAt(piece, reference, 'unknown-variable', message, { suggestion }));
  return false;
}

/** Facts are known when the resources of a host are read, and not before. */
function tellFact({ collector, piece, circumstances }: Expansion, reference: Reference): boolean {
  const { declaration, faults } = collector;
  if (!circumstances.isEarly && KNOWS_HOST.has(declaration.kind)) return true;
  const message = 'A fact is known once a host is asked, which is too late here';
  const suggestion = 'Facts can be named in the fields of resources, data and checks, and in their `when` and `each`.';
  faults.push(faultAt(piece, reference, 'unknown-fact', message, { suggestion }));
  return false;
}

function tellEach({ collector, piece }: Expansion, reference: Reference): boolean {
  const suggestion = 'Add `each: [...]` to the resource.';
  const message = '`each` has a meaning only in a resource that has an `each`';
  collector.faults.push(faultAt(piece, reference, 'unknown-variable', message, { suggestion }));
  return false;
}
