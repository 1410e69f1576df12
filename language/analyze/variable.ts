// Reads a variable: its name, its form, and whether it leads back to itself.
import type { Json } from '../../modules/contract.ts';
import type { Collector } from '../analysis.ts';
import { check } from '../check.ts';
import { Expander, isObject } from '../expand.ts';
import { faultAt } from '../fault.ts';
import { fieldIn, formOf } from '../form.ts';
import { secretForm, typedForm, variableField } from '../forms.ts';
import type { Scope } from '../scope.ts';
import { code, replace } from '../sentences.ts';
import { childOf } from '../tree.ts';
import { variable as validateVariable } from '../validators.generated.js';
import { CHAIN_LIMIT, wrongWay } from '../variable-way.ts';
import { tellSecretVariable } from './clear-text.ts';

/** A variable can be set from the environment, so its name must be one there. */
const NAME_PATTERN = /^[A-Za-z_][A-Za-z0-9_]*$/;

export function analyzeVariable(collector: Collector, scope: Scope): void {
  const { name, entry, piece } = collector.declaration;
  const { faults } = collector;
  collector.mentions.push({ start: entry.key.start, end: entry.key.end, key: `variable:${name}` });
  if (!NAME_PATTERN.test(name)) {
    const message = `${code(name)} can't be the name of a variable`;
    const better = name.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d|$)/, '_');
    const suggestion = 'Letters, digits and `_` only, so that it can be set from the environment.';
    faults.push(faultAt(piece, entry.key, 'wrong-value', message, { suggestion, fix: replace(entry.key, better) }));
  }
  tellLegacyHost(collector, scope);
  tellSecretVariable(collector, entry);
  if (tellCycle(collector, scope)) return;
  const expander = new Expander(scope, collector);
  const value = expander.value(entry.value);
  const subject = {
    source: piece,
    form: formOf(variableField, value) ?? secretForm,
    field: variableField,
    title: code(name),
    anchor: entry.key,
    node: entry.value,
    value,
    unknown: expander.unknown,
  };
  if (!check(subject, validateVariable, faults)) return;
  const secret = childOf(entry.value, 'secret');
  if (secret?.kind === 'scalar' && secret.value === false) {
    const suggestion = `A variable that is no secret is written ${code(`${name}: its value`)}.`;
    faults.push(faultAt(piece, secret, 'wrong-value', '`secret` must be `true`', { suggestion }));
  }
  tellOtherType(collector, expander, value);
  if (childOf(entry.value, 'secret')) tellOtherOrigin(collector);
}

/** Where nothing reads a secret from yet, it is asked for. */
function tellOtherOrigin({ declaration, faults }: Collector): void {
  const from = childOf(declaration.entry.value, 'from');
  const notYet = fieldIn(secretForm, 'from')?.notYet;
  if (from?.kind !== 'scalar' || notYet === undefined || notYet === true || !notYet.includes(String(from.value)))
    return;
  const message = `${code(`from: ${String(from.value)}`)} is understood, but this version of viki does not read it`;
  const suggestion = 'The value is asked for when it is needed, as with `from: prompt`.';
  faults.push(faultAt(declaration.piece, from, 'not-yet', message, { severity: 'information', suggestion }));
}

const IS_OF_TYPE: { readonly [type: string]: { readonly words: string; holds(value: Json): boolean } } = {
  string: { words: 'a text', holds: (value) => typeof value === 'string' },
  integer: { words: 'a whole number', holds: Number.isInteger },
  number: { words: 'a number', holds: (value) => typeof value === 'number' },
  boolean: { words: '`true` or `false`', holds: (value) => typeof value === 'boolean' },
  list: { words: 'a list', holds: (value) => Array.isArray(value) },
  map: { words: 'a map of keys and values', holds: isObject },
};

/** The `type` says what every value must be; the `default` is the one that stands beside it. */
function tellOtherType({ declaration, faults }: Collector, { unknown }: Expander, value: Json): void {
  if (formOf(variableField, value) !== typedForm || !isObject(value)) return;
  const { default: given, type } = value;
  const node = childOf(declaration.entry.value, 'default');
  const wanted = typeof type === 'string' && Object.hasOwn(IS_OF_TYPE, type) ? IS_OF_TYPE[type] : undefined;
  if (node === undefined || given === undefined || wanted === undefined) return;
  if (wanted.holds(given) || unknown.has(node)) return;
  const message = `The default of ${code(declaration.name)} must be ${wanted.words}, as its ${code('type')} says`;
  faults.push(faultAt(declaration.piece, node, 'wrong-type', message));
}

/** True when its value leads back to it: told at the reference that begins the way. */
function tellCycle({ declaration, faults }: Collector, scope: Scope): boolean {
  const wrong = wrongWay(scope, declaration);
  if (wrong === undefined) return false;
  const { reference, names } = wrong;
  const message =
    names.length > CHAIN_LIMIT
      ? `More than ${CHAIN_LIMIT} variables refer to each other in a row here`
      : `${code(declaration.name)} depends on itself: ${names.map(code).join(' → ')}`;
  faults.push(faultAt(declaration.piece, reference, 'cycle', message));
  return true;
}

/** The first viki's way to say where the host is: it works, and there is a better one. */
function tellLegacyHost({ declaration, faults }: Collector, scope: Scope): void {
  const { piece, entry, name } = declaration;
  if (name !== 'hostname' || !scope.hosts().isLegacy) return;
  const suggestion = 'Write it under `hosts`, where there can be more than one.';
  const message = 'This is the host of the project, as the first viki had it';
  faults.push(faultAt(piece, entry.key, 'host-in-vars', message, { severity: 'information', suggestion }));
}
