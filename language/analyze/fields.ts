// Reads the fields of an entry (a resource, data, a check): for each host on which they differ, and for each instance.
import type { Json, JsonObject } from '../../modules/contract.ts';
import { Collector } from '../analysis.ts';
import type { Sort } from '../catalog.ts';
import { check } from '../check.ts';
import { Expander, isObject } from '../expand.ts';
import type { Each } from '../expansion.ts';
import { type Fault, faultAt } from '../fault.ts';
import { type Form, fieldIn } from '../form.ts';
import type { Kind } from '../forms/resources.ts';
import { commonFields } from '../forms.ts';
import { instancesOf } from '../instances.ts';
import type { Scope } from '../scope.ts';
import { code } from '../sentences.ts';
import type { Subject } from '../subject.ts';
import { namesIn, targets } from '../targets.ts';
import { childOf, entriesOf, isNothing, type Node } from '../tree.ts';
import { tellNotYetFields } from './not-yet.ts';
import { lacksFacts, tellTemplates } from './template.ts';

/** An address is one line of a journal and of a plan. */
const NAME_LENGTH_LIMIT = 200;
/** On how many hosts a resource is read while it is typed; a plan reads it on all of them. */
const HOSTS_READ_LIMIT = 256;

/** One reading of the fields: for some hosts, and for one instance. */
export type Variant = {
  readonly hosts: readonly string[];
  readonly each: Each | undefined;
  readonly spec: JsonObject;
  /** Its fields fit the form, and all of them are known: only then do modules understand it. */
  readonly isSound: boolean;
};

export const keyNode = ({ declaration: { entry, piece } }: Collector) => {
  const { start, end, name } = entry.key;
  const style = /["']/.test(piece.text.charAt(start)) ? 'quoted' : 'plain';
  return { kind: 'scalar', start, end, value: name, style } as const;
};

export function tellBadName({ declaration: { piece, entry }, faults }: Collector): void {
  const { name } = entry.key;
  const isPlain = !/\p{Cc}/u.test(name) && name.trim() === name;
  if (isPlain && name !== '' && name.length <= NAME_LENGTH_LIMIT) return;
  const suggestion = `At most ${NAME_LENGTH_LIMIT} characters, on one line, without spaces at its ends.`;
  faults.push(faultAt(piece, entry.key, 'wrong-value', "This can't be the name of a resource", { suggestion }));
}

export function hostsFor(collector: Collector, scope: Scope, expander: Expander): readonly string[] {
  const { declaration, faults } = collector;
  const on = childOf(declaration.entry.value, 'on');
  if (on === undefined || isNothing(on)) return scope.hostsOfDocument(declaration.piece);
  const hosts = targets(collector, expander, on);
  const isTold = faults.some((fault) => fault.code === 'unknown-host');
  if (hosts.length === 0 && !isTold && namesIn(expander, on).length > 0) {
    const message = `No host matches this, so ${code(declaration.name)} goes nowhere`;
    faults.push(faultAt(declaration.piece, on, 'empty-target', message, { severity: 'warning' }));
  }
  return hosts;
}

/** A kind may have a field of its own by the name of a common one: the `state` of a service is `running` or `stopped`. */
const isCommon = (field: string, kind: Kind | undefined): boolean =>
  Object.hasOwn(commonFields, field) && !Object.hasOwn(kind?.spec.fields ?? {}, field);

/** The fields of the kind itself. */
export const ownFields = (value: JsonObject, kind?: Kind): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([field]) => !isCommon(field, kind)));

type Reading = { readonly variant: Variant | undefined; readonly varies: boolean; readonly key: string };

/** The fields, read for every instance and for every host on which they differ. */
export function variantsOf(
  collector: Collector,
  scope: Scope,
  hosts: readonly string[],
  sort: Sort,
): readonly Variant[] {
  const eachNode = childOf(collector.declaration.entry.value, 'each');
  if (eachNode === undefined) return instancesOn(collector, scope, hosts, sort, eachNode);
  const expander = new Expander(scope, new Collector(collector.declaration), { host: hosts[0] });
  expander.value(eachNode);
  if (!expander.varies || hosts.length < 2) return instancesOn(collector, scope, hosts, sort, eachNode);
  // What there is one for each of may be another on each host.
  return hosts.slice(0, hostsRead(scope)).flatMap((host, index) => {
    const into = index === 0 ? collector : new Collector(collector.declaration);
    const variants = instancesOn(into, scope, [host], sort, eachNode);
    if (into !== collector) addFaults(collector, into.faults);
    return variants;
  });
}

function instancesOn(
  collector: Collector,
  scope: Scope,
  hosts: readonly string[],
  sort: Sort,
  eachNode: Node | undefined,
): readonly Variant[] {
  const secretsAt = Object.entries(sort.form.fields).flatMap(([field, { secret }]) => (secret ? [field] : []));
  const instances = instancesOf(collector, new Expander(scope, collector, { host: hosts[0] }), eachNode);
  const read = (into: Collector, host: string | undefined, each: Each | 'open' | undefined): Reading =>
    readFields(
      into,
      new Expander(scope, into, { host, each, secretsAt }),
      new Expander(scope, into, { host, each }),
      sort,
      each,
    );
  if (instances === 'open') {
    read(collector, hosts[0], 'open');
    return [{ hosts, each: undefined, spec: {}, isSound: false }];
  }
  const variants: Variant[] = [];
  let isFirst = true;
  for (const each of eachNode === undefined ? [undefined] : instances) {
    const into = isFirst ? collector : new Collector(collector.declaration);
    isFirst = false;
    variants.push(...readOnHosts(into, hosts, hostsRead(scope), (on, host) => read(on, host, each)));
    if (into !== collector) addFaults(collector, into.faults);
  }
  return variants;
}

/** (An editor knows no environment. What a plan does not read would be gone from those hosts.) */
const hostsRead = (scope: Scope): number => (scope.knowsEnvironment() ? Number.POSITIVE_INFINITY : HOSTS_READ_LIMIT);

function readOnHosts(
  collector: Collector,
  hosts: readonly string[],
  limit: number,
  read: (into: Collector, host: string | undefined) => Reading,
): readonly Variant[] {
  const [first, ...others] = hosts;
  const one = read(collector, first);
  if (!one.varies || others.length === 0) return one.variant ? [{ ...one.variant, hosts }] : [];
  const byKey = new Map<string, { readonly variant: Variant; readonly hosts: string[] }>();
  const add = ({ variant, key }: Reading, host: string): void => {
    const known = byKey.get(key);
    if (known) known.hosts.push(host);
    else if (variant) byKey.set(key, { variant, hosts: [host] });
  };
  add(one, first as string);
  for (const host of others.slice(0, limit)) {
    const into = new Collector(collector.declaration);
    add(read(into, host), host);
    addFaults(collector, into.faults);
  }
  return [...byKey.values()].map(({ variant, hosts: on }) => ({ ...variant, hosts: on }));
}

/** What is wrong on more than one host, or in more than one instance, is told once: of the first that has it. */
function addFaults({ faults }: Collector, more: readonly Fault[]): void {
  const told = [...faults];
  for (const fault of more) {
    const isKnown = told.some(
      ({ code: known, start, end, message }) =>
        known === fault.code &&
        start === fault.start &&
        (end === fault.end && known !== 'missing-field' ? true : message === fault.message),
    );
    if (!isKnown) faults.push(fault);
  }
}

function readFields(
  collector: Collector,
  own: Expander,
  common: Expander,
  { form, validate, mainField, module }: Sort,
  each: Each | 'open' | undefined,
): Reading {
  const { piece, entry, name } = collector.declaration;
  const { value: node } = entry;
  let written: Json = {};
  if (node.kind === 'map') {
    const values = node.entries.map(({ key, value }) => [
      key.name,
      (isCommon(key.name, module) ? common : own).value(value, key.name),
    ]);
    written = Object.fromEntries(values) as JsonObject;
  } else if (!isNothing(node)) {
    written = own.value(node);
  }
  const named = isObject(written) ? nameFor(form, mainField, written) : undefined;
  const value = named === undefined ? written : { [named]: entry.key.name, ...(written as JsonObject) };
  const subject: Subject = {
    source: piece,
    form,
    title: code(name),
    anchor: entry.key,
    node,
    value,
    unknown: new Set([...own.unknown, ...common.unknown]),
    ...(named === undefined ? {} : { named }),
  };
  const told = collector.faults.length;
  if (validate) check(subject, validate, collector.faults);
  const isSound = isObject(value) && collector.faults.length === told && own.unknown.size === 0;
  if (isSound) {
    tellNotYetFields(collector, form, value);
    tellMissingFiles(collector, own, form, value);
    tellTemplates(collector, own.scope, form, value);
  }
  if (!isSound && own.scope.hosts().isLegacy) soften(collector.faults, told);
  const spec = isObject(value) ? value : {};
  const when = childOf(node, 'when');
  // (whether it is there at all is known on the host)
  const isThere = when === undefined || !common.unknown.has(when);
  const variant = {
    hosts: [],
    each: each === 'open' ? undefined : each,
    spec,
    isSound: isSound && isThere && !lacksFacts(own, form, spec),
  };
  const varies = own.varies || common.varies;
  return {
    variant: when !== undefined && isObject(written) && written['when'] === false ? undefined : variant,
    varies,
    key: JSON.stringify([spec, variant.isSound]),
  };
}

/** Files of the project that a field names and that are not there. */
function tellMissingFiles(
  { faults, declaration }: Collector,
  { scope }: Expander,
  form: Form,
  value: JsonObject,
): void {
  for (const { key, value: node } of entriesOf(declaration.entry.value)) {
    const path = value[key.name];
    if (!['local-file', 'template'].includes(fieldIn(form, key.name)?.bytes ?? '') || typeof path !== 'string')
      continue;
    if (scope.hasFile(path.replace(/^\.\//, '')) !== false || /^[/~]|^\w:|\.\.(\/|$)/.test(path)) continue;
    const message = `There is no file ${code(path)} beside the text`;
    const suggestion = 'Its path is relative to the folder that the text lies in.';
    faults.push(faultAt(declaration.piece, node, 'missing-file', message, { suggestion }));
  }
}

/** The first viki took paths that begin where its shell did: such a project opens, and what has one is left out. */
function soften(faults: Fault[], from: number): void {
  for (const [index, fault] of faults.entries()) {
    if (index < from || fault.code !== 'relative-path') continue;
    const suggestion = 'It is left out of plans until its path begins with `/`.';
    faults[index] = { ...fault, severity: 'warning', suggestion };
  }
}

/** The field that the entry's name serves for: left out, and nothing else is there that excludes it. */
function nameFor(form: Form, mainField: string | undefined, written: JsonObject): string | undefined {
  if (mainField === undefined || written[mainField] !== undefined) return undefined;
  const rivals = form.oneOf.filter((group) => group.includes(mainField)).flat();
  return rivals.some((field) => written[field] !== undefined) ? undefined : mainField;
}
