// Reads a resource: its fields, the hosts that it is for, what it comes after, and one of it for each instance. Where
// its fields differ from host to host, it is read once per host.
import type { Place, Resource, SecretSource } from '../../engine/project.ts';
import { isToGo, type Json, type JsonObject, type Module, ModuleFailure, thingId } from '../../modules/contract.ts';
import { type Claim, Collector } from '../analysis.ts';
import { secondsIn } from '../duration.ts';
import { Expander, isObject, wholeReference } from '../expand.ts';
import { faultAt } from '../fault.ts';
import type { Scope } from '../scope.ts';
import { code } from '../sentences.ts';
import { insideQuotes, resourcesNamed } from '../targets.ts';
import { childOf } from '../tree.ts';
import { claimThings } from './claims.ts';
import { tellSecretFields } from './clear-text.ts';
import { tellDoubleBraces } from './double-braces.ts';
import { hostsFor, keyNode, ownFields, tellBadName, type Variant, variantsOf } from './fields.ts';
import { tellNeverDone } from './not-yet.ts';
import { templateData, templateOf } from './template.ts';

export function analyzeResource(collector: Collector, scope: Scope): void {
  const { declaration, mentions } = collector;
  const { entry, name, path } = declaration;
  mentions.push({ ...insideQuotes(declaration, keyNode(collector)), key: `resource:${name}` });
  tellBadName(collector);
  const sort = scope.module(path[2] ?? '');
  const basic = new Expander(scope, collector, {
    each: childOf(entry.value, 'each') ? 'open' : undefined,
    isEarly: true,
  });
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
  tellDoubleBraces(collector, scope, entry.value);
  if (sort === undefined) return;
  tellSecretFields(collector, scope, sort.form);
  const variants = variantsOf(collector, scope, hosts, sort);
  tellNeverDone(collector, sort);
  const { module } = sort;
  if (module === undefined) return;
  if (!tellThings(collector, module, variants, sort.isOwn === true)) return;
  if (collector.faults.some(({ code: told }) => told === 'not-yet')) return;
  const restartOn = ['restart_on', 'run_on'].flatMap((field) =>
    resourcesNamed(new Collector(declaration), basic, childOf(entry.value, field)).map((named) => named.name),
  );
  const comesAfter = collector.after.map(({ key }) => key.slice('resource:'.length));
  collector.product = {
    kind: 'resources',
    isWhole: variants.every(({ isSound }) => isSound),
    build: (placeOf) => {
      const more = { after: [...new Set(comesAfter)], restartOn, place: placeOf(entry.key) };
      return variants
        .filter(({ isSound }) => isSound)
        .flatMap((variant) => {
          const secrets = secretsIn(variant.spec, module, scope, more.place);
          const plain = resourceOf(variant, module, declaration.entry.key.name, name, more);
          const resource = secrets.size === 0 ? plain : { ...plain, secrets };
          const template = templateOf(sort.form, variant.spec);
          if (template === undefined) return [resource];
          // (what a template comes to may be another on each host)
          return variant.hosts.map((host) => {
            return {
              ...resource,
              hosts: [host],
              templateData: templateData(collector, scope, { host, each: variant.each, template }),
            };
          });
        });
    },
  };
}

/** What it claims, and, when somebody asks, what it looks at. A module of the project's own may fail at that, which is told. */
function tellThings(collector: Collector, module: Module, variants: readonly Variant[], isOwn: boolean): boolean {
  let needs: readonly Claim[] | undefined;
  const whatItNeeds = (): readonly Claim[] => {
    needs ??= needsOf(module, variants);
    return needs;
  };
  try {
    claimThings(collector, module, variants);
    if (isOwn) whatItNeeds();
  } catch (error) {
    if (!(error instanceof ModuleFailure)) throw error;
    const { message, hint: suggestion } = error;
    const { piece, entry } = collector.declaration;
    collector.faults.push(faultAt(piece, entry.key, 'own-module', message, { suggestion }));
    return false;
  }
  collector.needs = whatItNeeds;
  return true;
}

/** What it looks at and does not claim itself. */
function needsOf(module: Module, variants: readonly Variant[]): readonly Claim[] {
  return variants.flatMap(({ spec, hosts, isSound }) => {
    if (!isSound) return [];
    const own = module.key(spec);
    const things = module.read(spec).map(thingId);
    return things.filter((thing) => thing !== own).map((thing) => ({ thing, hosts }));
  });
}

/** The secret variables that are values of its fields: where they come from, never what they are. */
function secretsIn(
  spec: JsonObject,
  { spec: { fields } }: Module,
  scope: Scope,
  place: Place,
): ReadonlyMap<string, SecretSource> {
  const found = new Map<string, SecretSource>();
  const look = (path: string, value: Json | undefined): void => {
    const name = typeof value === 'string' ? wholeReference(value) : undefined;
    const variable = name === undefined ? undefined : scope.variable(name)?.value;
    if (name === undefined || variable?.kind !== 'secret') return;
    found.set(path, { from: variable.from === 'env' ? 'env' : 'prompt', name, place });
  };
  for (const [field, value] of Object.entries(spec)) {
    if (!fields[field]?.secret) continue;
    look(field, value);
    if (isObject(value)) for (const [name, inner] of Object.entries(value)) look(`${field}.${name}`, inner);
  }
  return found;
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
    spec: { ...ownFields(spec, module), ...(isToGo(module, spec) ? { state: 'absent' } : {}) },
    hosts,
    preventDestroy: preventDestroy === true,
    runAs: typeof runAs === 'string' ? runAs : undefined,
    timeoutSeconds: secondsIn(timeout),
    retries: typeof retry === 'number' ? retry : undefined,
    ...more,
  };
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
