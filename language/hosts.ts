// Reads the hosts of a project and their groups.
import type { HostSettings, SecretSource } from '../engine/project.ts';
import type { Json, JsonObject } from '../modules/contract.ts';
import { check } from './check.ts';
import { hostForm } from './forms.ts';
import type { Declaration, Gathered, HostDeclaration } from './gather.ts';
import { placeAt } from './place.ts';
import { type Problem, problemAt } from './problem.ts';
import { readSecret } from './secrets.ts';
import { code, listed, meantOr } from './sentences.ts';
import { childOf, isNothing, type Node, nodeAt } from './tree.ts';
import { host as validateHost } from './validators.generated.js';
import { expand, isObject, type Variables } from './values.ts';

/** Names go into messages, file names and argument lists. */
const NAME_PATTERN = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
/** A jump that is no name, such as `user@address:22`, leads to a machine outside the project. */
const PLAIN_NAME = /^[\w-]+$/;
const SECRETS_AT = ['password', 'sudo.password'];

export type Hosts = {
  readonly settings: ReadonlyMap<string, HostSettings>;
  /** The hosts of each group, in the order of the text. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
};

export function readHosts(gathered: Gathered, variables: Variables, problems: Problem[]): Hosts {
  const settings = new Map<string, HostSettings>();
  const groups = new Map<string, string[]>();
  for (const [name, declaration] of gathered.hosts) {
    const value = readValue(declaration, variables, problems);
    // (the groups of a host that is declared wrongly are still known: what refers to them is right)
    for (const group of groupsIn(value.json)) groups.set(group, [...(groups.get(group) ?? []), name]);
    const read = readHost(name, declaration, value, variables, problems);
    if (read !== undefined) settings.set(name, read);
  }
  tellJumps(gathered, settings, problems);
  tellGroupsNamedAsHosts(gathered, groups, problems);
  return { settings, groups };
}

type Value = { readonly json: Json; readonly unknown: ReadonlySet<Node> };

function readValue({ source, entry }: Declaration, variables: Variables, problems: Problem[]): Value {
  if (isNothing(entry.value)) return { json: {}, unknown: new Set() };
  const unknown = new Set<Node>();
  return { json: expand({ source, variables, problems, unknown, secretsAt: SECRETS_AT }, entry.value), unknown };
}

function groupsIn(json: Json): ReadonlySet<string> {
  const groups = isObject(json) ? json['groups'] : undefined;
  const named = Array.isArray(groups) ? groups : [groups];
  return new Set(named.filter((group) => typeof group === 'string'));
}

function readHost(
  name: string,
  declaration: HostDeclaration,
  { json, unknown }: Value,
  variables: Variables,
  problems: Problem[],
): HostSettings | undefined {
  const { source, entry } = declaration;
  const title = `The host ${code(name)}`;
  const subject = { source, form: hostForm, title, anchor: entry.key, node: entry.value, value: json, unknown };
  const isSound = check(subject, validateHost, problems);
  const isNamed = tellBadName(declaration, problems);
  const secret = (path: readonly string[]): SecretSource | undefined => {
    const { node } = nodeAt(entry.value, path);
    const value = path.reduce<Json | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), json);
    const isKnown = typeof value === 'string' && !unknown.has(node);
    return isKnown ? readSecret(declaration, node, value, variables, problems) : undefined;
  };
  const password = secret(['password']);
  const sudoPassword = secret(['sudo', 'password']);
  if (!isSound || !isNamed || unknown.size > 0 || !isObject(json)) return undefined;
  const via = readVia(json['via']);
  if (via === undefined) {
    const node = childOf(entry.value, 'via') ?? entry.key;
    const suggestion = 'Write the command and its arguments: `[docker, exec, -i, box]`.';
    problems.push(problemAt(source, node, 'wrong-value', '`via` names no command', { suggestion }));
    return undefined;
  }
  return {
    name,
    via,
    address: text(json, 'address') ?? name,
    port: typeof json['port'] === 'number' ? json['port'] : undefined,
    user: text(json, 'user'),
    identity: text(json, 'identity'),
    password,
    jump: text(json, 'jump'),
    sudo: (json['sudo'] ?? false) === false ? undefined : { password: sudoPassword },
    knownHosts: text(json, 'known_hosts'),
    groups: [...groupsIn(json)],
    after: [],
    protected: false,
    place: placeAt(source, entry.key),
  };
}

function tellBadName({ source, entry }: Declaration, problems: Problem[]): boolean {
  if (NAME_PATTERN.test(entry.key.name)) return true;
  const message = `${code(entry.key.name)} can't be the name of a host`;
  const suggestion = 'Letters, digits, `_`, `-` and `.` only; where it is goes into `address`.';
  problems.push(problemAt(source, entry.key, 'wrong-value', message, { suggestion }));
  return false;
}

function text(given: JsonObject, field: string): string | undefined {
  const value = given[field];
  return typeof value === 'string' ? value : undefined;
}

function readVia(via: Json | undefined): HostSettings['via'] | undefined {
  if (via === undefined || via === 'ssh') return 'ssh';
  if (via === 'local') return 'local';
  const command = via as readonly string[];
  return command.length > 0 ? command : undefined;
}

function tellJumps(gathered: Gathered, settings: ReadonlyMap<string, HostSettings>, problems: Problem[]): void {
  for (const [name, { source, entry }] of gathered.hosts) {
    const jump = settings.get(name)?.jump;
    const node = childOf(entry.value, 'jump');
    if (jump === undefined || node === undefined) continue;
    if (!gathered.hosts.has(jump) && !PLAIN_NAME.test(jump)) continue;
    if (!gathered.hosts.has(jump)) {
      const known = [...gathered.hosts.keys()].filter((host) => host !== name);
      const extras = meantOr(jump, known, node, 'Declare it under `hosts`, or write where it is: `user@address`.');
      problems.push(problemAt(source, node, 'unknown-host', `There is no host ${code(jump)}`, extras));
    } else if (jumpsBackTo(name, settings)) {
      const suggestion = 'One of the hosts on the way must be reached without a jump.';
      problems.push(problemAt(source, node, 'cycle', `The way to ${code(name)} leads through itself`, { suggestion }));
    }
  }
}

function jumpsBackTo(name: string, settings: ReadonlyMap<string, HostSettings>): boolean {
  const seen = new Set<string>();
  for (let at = settings.get(name)?.jump; at !== undefined && !seen.has(at); at = settings.get(at)?.jump) {
    if (at === name) return true;
    seen.add(at);
  }
  return false;
}

function tellGroupsNamedAsHosts(
  gathered: Gathered,
  groups: ReadonlyMap<string, readonly string[]>,
  problems: Problem[],
): void {
  for (const [group, members] of groups) {
    const host = gathered.hosts.get(group);
    if (host === undefined) continue;
    const message = `${code(group)} is a host, and also a group of ${listed(members.map(code), 'and')}`;
    problems.push(
      problemAt(host.source, host.entry.key, 'duplicate-name', message, {
        suggestion: 'Give one of them another name.',
      }),
    );
  }
}
