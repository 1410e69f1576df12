// Reads the resources of a project: their fields, the hosts that they are for, and what they come after.
import type { Resource } from '../engine/project.ts';
import type { JsonObject } from '../modules/contract.ts';
import { check } from './check.ts';
import { commonFields, moduleForm } from './forms.ts';
import type { Declaration, Gathered, ResourceDeclaration } from './gather.ts';
import type { Hosts } from './hosts.ts';
import { placeAt } from './place.ts';
import { type Problem, problemAt } from './problem.ts';
import { code, meantOr, replace } from './sentences.ts';
import type { Subject } from './subject.ts';
import type { Source, Span } from './text.ts';
import { childOf, isNothing, type Node } from './tree.ts';
import type { Validator } from './validators.generated.js';
import * as validators from './validators.generated.js';
import { expand, isObject, type Variables } from './values.ts';

/** An address is one line of a journal and of a plan. */
const NAME_LENGTH_LIMIT = 200;

/** A text that names something, and where it stands. */
export type Mention = Span & { readonly name: string };

export type ReadResource = {
  readonly resource: Resource;
  readonly declaration: ResourceDeclaration;
  /** What it comes after, as far as it exists. */
  readonly after: readonly Mention[];
  /** Its fields fit the form: only then do modules understand it. */
  readonly isSound: boolean;
};

type Reading = {
  readonly gathered: Gathered;
  readonly hosts: Hosts;
  readonly variables: Variables;
  readonly problems: Problem[];
};

export function readResources(
  gathered: Gathered,
  hosts: Hosts,
  variables: Variables,
  problems: Problem[],
): ReadonlyMap<string, ReadResource> {
  const reading: Reading = { gathered, hosts, variables, problems };
  const read = new Map<string, ReadResource>();
  // (the `on` of a document is looked at once, not once per resource)
  const onOfDocuments = new Map<Declaration, readonly string[]>();
  for (const on of gathered.ons) onOfDocuments.set(on, hostsOf(reading, on.source, on.entry.value, problems));
  for (const [address, declaration] of gathered.resources) {
    const { on } = declaration;
    const hostsOfDocument = on ? (onOfDocuments.get(on) ?? []) : [...gathered.hosts.keys()];
    read.set(address, readResource(reading, declaration, hostsOfDocument));
  }
  return read;
}

function readResource(
  reading: Reading,
  declaration: ResourceDeclaration,
  hostsOfDocument: readonly string[],
): ReadResource {
  const { source, entry, module, address } = declaration;
  const { problems, variables } = reading;
  const told = problems.length;
  tellBadName(declaration, problems);
  const unknown = new Set<Node>();
  const written = isNothing(entry.value)
    ? {}
    : expand({ source, variables, problems, unknown, secretsAt: [] }, entry.value);
  const isNamed = isObject(written) && written[module.mainField] === undefined;
  const value = isNamed ? { [module.mainField]: entry.key.name, ...written } : written;
  const subject: Subject = {
    source,
    form: moduleForm(module),
    title: code(address),
    anchor: entry.key,
    node: entry.value,
    value,
    unknown,
    ...(isNamed ? { named: module.mainField } : {}),
  };
  const validate = (validators as unknown as { readonly [part: string]: Validator })[`module_${module.name}`];
  if (validate) check(subject, validate, problems);
  const isSound = problems.length === told && unknown.size === 0;
  const on = childOf(entry.value, 'on');
  const after = resourcesOf(reading, declaration, childOf(entry.value, 'after'));
  const resource: Resource = {
    address,
    module,
    name: entry.key.name,
    spec: isObject(value) ? ownFields(value) : {},
    hosts: on ? hostsOf(reading, source, on, []) : hostsOfDocument,
    after: after.map((mention) => mention.name),
    restartOn: [],
    preventDestroy: false,
    runAs: undefined,
    timeoutSeconds: undefined,
    retries: undefined,
    place: placeAt(source, entry.key),
  };
  return { resource, declaration, after, isSound };
}

const ownFields = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !Object.hasOwn(commonFields, name)));

function tellBadName({ source, entry }: ResourceDeclaration, problems: Problem[]): void {
  const { name } = entry.key;
  const isPlain = !/\p{Cc}/u.test(name) && name.trim() === name;
  if (isPlain && name !== '' && name.length <= NAME_LENGTH_LIMIT) return;
  const suggestion = `At most ${NAME_LENGTH_LIMIT} characters, on one line, without spaces at its ends.`;
  problems.push(problemAt(source, entry.key, 'wrong-value', "This can't be the name of a resource", { suggestion }));
}

/** The texts of a field that takes one name or a list of them. What can't be resolved goes to `problems`. */
function mentions(reading: Reading, source: Source, node: Node, problems: Problem[]): readonly Mention[] {
  const nodes = node.kind === 'list' ? node.items : [node];
  return nodes.flatMap((item) => {
    const unknown = new Set<Node>();
    const name = expand({ source, variables: reading.variables, problems, unknown, secretsAt: [] }, item);
    return typeof name === 'string' && unknown.size === 0 ? [{ start: item.start, end: item.end, name }] : [];
  });
}

/** The hosts that an `on` names, in the order in which hosts are declared. */
function hostsOf(reading: Reading, source: Source, on: Node, problems: Problem[]): readonly string[] {
  const { gathered, hosts } = reading;
  const named = new Set<string>();
  for (const mention of mentions(reading, source, on, problems)) {
    const group = hosts.groups.get(mention.name);
    if (gathered.hosts.has(mention.name)) named.add(mention.name);
    else if (group) for (const host of group) named.add(host);
    else {
      const known = [...gathered.hosts.keys(), ...hosts.groups.keys()];
      const extras = meantOr(
        mention.name,
        known,
        mention,
        'Declare the host under `hosts`, or the group in the `groups` of a host.',
      );
      const message = `There is no host or group ${code(mention.name)}`;
      reading.problems.push(problemAt(source, mention, 'unknown-host', message, extras));
    }
  }
  return [...gathered.hosts.keys()].filter((host) => named.has(host));
}

function resourcesOf(reading: Reading, declaration: ResourceDeclaration, after: Node | undefined): readonly Mention[] {
  const { source } = declaration;
  const { resources } = reading.gathered;
  return (after ? mentions(reading, source, after, []) : []).filter((mention) => {
    if (resources.has(mention.name)) return true;
    // A name without its module is the likeliest mistake.
    const complete = [...resources.keys()].filter((address) => address.endsWith(`.${mention.name}`));
    const extras =
      complete.length === 1 && complete[0] !== undefined
        ? { suggestion: `Did you mean ${code(complete[0])}?`, fix: replace(mention, complete[0]) }
        : meantOr(
            mention.name,
            resources.keys(),
            mention,
            'A resource is named as `module.name`, such as `mkdir.app`.',
          );
    const message = `There is no resource ${code(mention.name)}`;
    reading.problems.push(problemAt(source, mention, 'unknown-resource', message, extras));
    return false;
  });
}
