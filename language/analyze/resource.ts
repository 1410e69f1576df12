// Reads a resource: its fields, the hosts that it is for, what it comes after, and one of it for each instance. Where
// its fields differ from host to host, it is read once per host.
import type { Resource } from '../../engine/project.ts';
import type { Json, JsonObject, Module } from '../../modules/contract.ts';
import { Collector } from '../analysis.ts';
import { moduleFormNamed, moduleNamed, secondsIn, validatorNamed } from '../catalog.ts';
import { check } from '../check.ts';
import { Expander, isObject } from '../expand.ts';
import type { Each } from '../expansion.ts';
import { type Fault, faultAt } from '../fault.ts';
import { commonFields } from '../forms.ts';
import { instancesOf } from '../instances.ts';
import type { Scope } from '../scope.ts';
import { code } from '../sentences.ts';
import type { Subject } from '../subject.ts';
import { insideQuotes, namesIn, resourcesNamed, targets } from '../targets.ts';
import { childOf, isNothing } from '../tree.ts';

/** An address is one line of a journal and of a plan. */
const NAME_LENGTH_LIMIT = 200;
/** On how many hosts a resource is read while it is typed; a plan reads it on all of them. */
const HOSTS_READ_LIMIT = 256;

/** One reading of the fields: for some hosts, and for one instance. */
type Variant = {
  readonly hosts: readonly string[];
  readonly each: Each | undefined;
  readonly spec: JsonObject;
  /** Its fields fit the form, and all of them are known: only then do modules understand it. */
  readonly isSound: boolean;
};

export function analyzeResource(collector: Collector, scope: Scope): void {
  const { declaration, mentions } = collector;
  const { entry, name, path } = declaration;
  mentions.push({ ...insideQuotes(declaration, keyNode(collector)), key: `resource:${name}` });
  tellBadName(collector);
  const module = moduleNamed(path[2] ?? '');
  const basic = new Expander(scope, collector, { each: childOf(entry.value, 'each') ? 'open' : undefined });
  const hosts = hostsFor(collector, scope, basic);
  const after = [
    ...resourcesNamed(collector, basic, childOf(entry.value, 'after')),
    ...resourcesNamed(collector, basic, childOf(entry.value, 'restart_on')),
    ...resourcesNamed(collector, basic, childOf(entry.value, 'run_on')),
  ];
  for (const { name: address, start, end } of after) {
    collector.after.push({ start, end, key: `resource:${address.replace(/\[.*$/, '')}` });
  }
  tellOrderWithoutEffect(collector, scope, hosts, after);
  if (module === undefined) return;
  const variants = variantsOf(collector, scope, hosts, module);
  for (const variant of variants) {
    if (variant.isSound) collector.claims.push({ thing: module.key(variant.spec), hosts: variant.hosts });
  }
  const restartOn = ['restart_on', 'run_on'].flatMap((field) =>
    resourcesNamed(new Collector(declaration), basic, childOf(entry.value, field)).map((named) => named.name),
  );
  const comesAfter = collector.after.map(({ key }) => key.slice('resource:'.length));
  collector.product = {
    kind: 'resources',
    build: (placeOf) =>
      variants.map((variant) =>
        resourceOf(variant, module, declaration.entry.key.name, name, {
          after: [...new Set(comesAfter)],
          restartOn,
          place: placeOf(entry.key),
        }),
      ),
  };
}

function resourceOf(
  { spec, hosts, each }: Variant,
  module: Module,
  name: string,
  address: string,
  more: Pick<Resource, 'after' | 'restartOn' | 'place'>,
): Resource {
  const { as: runAs, timeout, retry, prevent_destroy: preventDestroy } = spec as { [field: string]: Json | undefined };
  return {
    address: each === undefined ? address : `${address}[${JSON.stringify(each.key)}]`,
    module,
    name: each === undefined ? name : `${name}[${JSON.stringify(each.key)}]`,
    spec: ownFields(spec),
    hosts,
    preventDestroy: preventDestroy === true,
    runAs: typeof runAs === 'string' ? runAs : undefined,
    timeoutSeconds: secondsIn(timeout),
    retries: typeof retry === 'number' ? retry : undefined,
    ...more,
  };
}

const isCommon = (field: string): boolean => Object.hasOwn(commonFields, field);

const ownFields = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([field]) => !isCommon(field)));

const keyNode = ({ declaration: { entry, piece } }: Collector) => {
  const { start, end, name } = entry.key;
  const style = /["']/.test(piece.text.charAt(start)) ? 'quoted' : 'plain';
  return { kind: 'scalar', start, end, value: name, style } as const;
};

function tellBadName({ declaration: { piece, entry }, faults }: Collector): void {
  const { name } = entry.key;
  const isPlain = !/\p{Cc}/u.test(name) && name.trim() === name;
  if (isPlain && name !== '' && name.length <= NAME_LENGTH_LIMIT) return;
  const suggestion = `At most ${NAME_LENGTH_LIMIT} characters, on one line, without spaces at its ends.`;
  faults.push(faultAt(piece, entry.key, 'wrong-value', "This can't be the name of a resource", { suggestion }));
}

function hostsFor(collector: Collector, scope: Scope, expander: Expander): readonly string[] {
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

function tellOrderWithoutEffect(
  { declaration, faults }: Collector,
  scope: Scope,
  hosts: readonly string[],
  after: readonly { readonly name: string; readonly start: number; readonly end: number }[],
): void {
  if (hosts.length === 0) return;
  for (const { name, start, end } of after) {
    const earlier = scope.hostsOfResource(name);
    if (earlier === undefined || earlier.length === 0 || earlier.some((host) => hosts.includes(host))) continue;
    const message = `${code(declaration.name)} and ${code(name)} are never on the same host, so this orders nothing`;
    faults.push(faultAt(declaration.piece, { start, end }, 'order-without-effect', message, { severity: 'warning' }));
  }
}

type Reading = { readonly variant: Variant | undefined; readonly varies: boolean; readonly key: string };

/** The fields, read for every instance and for every host on which they differ. */
function variantsOf(collector: Collector, scope: Scope, hosts: readonly string[], module: Module): readonly Variant[] {
  const { entry } = collector.declaration;
  const eachNode = childOf(entry.value, 'each');
  const instances = instancesOf(collector, new Expander(scope, collector, { host: hosts[0] }), eachNode);
  const read = (into: Collector, host: string | undefined, each: Each | 'open' | undefined): Reading =>
    readFields(
      into,
      new Expander(scope, into, { host, each }),
      new Expander(scope, into, { host, each }),
      module,
      each,
    );
  if (instances === 'open') {
    read(collector, hosts[0], 'open');
    return [];
  }
  const variants: Variant[] = [];
  let isFirst = true;
  for (const each of eachNode === undefined ? [undefined] : instances) {
    const into = isFirst ? collector : new Collector(collector.declaration);
    isFirst = false;
    variants.push(...readOnHosts(into, hosts, (on, host) => read(on, host, each)));
    if (into !== collector) addFaults(collector, into.faults);
  }
  return variants;
}

function readOnHosts(
  collector: Collector,
  hosts: readonly string[],
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
  for (const host of others.slice(0, HOSTS_READ_LIMIT)) {
    const into = new Collector(collector.declaration);
    add(read(into, host), host);
    addFaults(collector, into.faults);
  }
  return [...byKey.values()].map(({ variant, hosts: on }) => ({ ...variant, hosts: on }));
}

/** What is wrong on more than one host is told once. */
function addFaults({ faults }: Collector, more: readonly Fault[]): void {
  for (const fault of more) {
    const isKnown = faults.some(
      ({ code: known, start, message }) => known === fault.code && start === fault.start && message === fault.message,
    );
    if (!isKnown) faults.push(fault);
  }
}

function readFields(
  collector: Collector,
  own: Expander,
  common: Expander,
  module: Module,
  each: Each | 'open' | undefined,
): Reading {
  const { piece, entry, name } = collector.declaration;
  const { value: node } = entry;
  let written: Json = {};
  if (node.kind === 'map') {
    const values = node.entries.map(({ key, value }) => [
      key.name,
      (isCommon(key.name) ? common : own).value(value, key.name),
    ]);
    written = Object.fromEntries(values) as JsonObject;
  } else if (!isNothing(node)) {
    written = own.value(node);
  }
  const isNamed = isObject(written) && written[module.mainField] === undefined;
  const value = isNamed ? { [module.mainField]: entry.key.name, ...(written as JsonObject) } : written;
  const subject: Subject = {
    source: piece,
    form: moduleFormNamed(module.name) ?? { title: '', description: '', fields: {}, required: [], oneOf: [] },
    title: code(name),
    anchor: entry.key,
    node,
    value,
    unknown: new Set([...own.unknown, ...common.unknown]),
    ...(isNamed ? { named: module.mainField } : {}),
  };
  const told = collector.faults.length;
  const validate = validatorNamed(`module_${module.name}`);
  if (validate) check(subject, validate, collector.faults);
  const isSound = isObject(value) && collector.faults.length === told && own.unknown.size === 0;
  const when = isObject(written) ? written['when'] : undefined;
  const whenNode = childOf(node, 'when');
  const isLeftOut = when === false && whenNode !== undefined && !common.unknown.has(whenNode);
  const spec = isObject(value) ? value : {};
  const variant = { hosts: [], each: each === 'open' ? undefined : each, spec, isSound };
  const varies = own.varies || common.varies;
  return { variant: isLeftOut ? undefined : variant, varies, key: JSON.stringify([spec, isSound]) };
}
