// Reads a host: how it is reached, and what it is called.
import type { HostSettings, SecretSource } from '../../engine/project.ts';
import type { Json, JsonObject } from '../../modules/contract.ts';
import type { Collector, PlaceOf } from '../analysis.ts';
import { check } from '../check.ts';
import type { Declaration } from '../declaration.ts';
import { Expander, isObject, wholeReference } from '../expand.ts';
import { faultAt } from '../fault.ts';
import { hostForm } from '../forms.ts';
import { nearest } from '../nearest.ts';
import type { Scope } from '../scope.ts';
import { code, listed, meantOr, replace } from '../sentences.ts';
import { insideQuotes, namesIn } from '../targets.ts';
import type { Span } from '../text.ts';
import { childOf, isNothing, nodeAt } from '../tree.ts';
import { host as validateHost } from '../validators.generated.js';
import { tellClearText, tellClearVariable, tellOwnSecrets } from './clear-text.ts';

/** Names go into messages, file names and argument lists. */
const NAME_PATTERN = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
/** A jump that is no name, such as `user@address:22`, leads to a machine outside the project. */
const PLAIN_NAME = /^[\w-]+$/;
const SECRETS_AT = ['password', 'sudo.password'];
const JUMPS_LIMIT = 64;
/** Names of so many letters are near to any other one. */
const SHORT_NAME = 2;

type Named = Span & { readonly name: string };

export function analyzeHost(collector: Collector, scope: Scope): void {
  const { declaration, faults } = collector;
  const { piece, entry, name } = declaration;
  collector.mentions.push({ start: entry.key.start, end: entry.key.end, key: `host:${name}` });
  const expander = new Expander(scope, collector, { host: name, secretsAt: SECRETS_AT });
  const json = isNothing(entry.value) ? {} : expander.value(entry.value);
  const { unknown } = expander;
  const title = `The host ${code(name)}`;
  const subject = { source: piece, form: hostForm, title, anchor: entry.key, node: entry.value, value: json, unknown };
  const isSound = check(subject, validateHost, faults);
  const isNamed = tellBadName(collector);
  const via = isObject(json) ? readVia(json['via']) : undefined;
  if (isSound && via === undefined) tellNoCommand(collector);
  tellJump(collector, scope, expander);
  tellGroups(collector, scope, expander);
  tellOwnSecrets(collector);
  const after = hostsBefore(collector, expander);
  const secrets = {
    password: secretAt(collector, expander, ['password']),
    sudo: secretAt(collector, expander, ['sudo', 'password']),
  };
  if (!isSound || !isNamed || unknown.size > 0 || !isObject(json) || via === undefined) return;
  const settings = settingsOf(name, via, json, after);
  collector.product = {
    kind: 'host',
    build: (placeOf) => ({
      ...settings,
      password: secrets.password?.(placeOf),
      sudo: (json['sudo'] ?? false) === false ? undefined : { password: secrets.sudo?.(placeOf) },
      place: placeOf(entry.key),
    }),
  };
}

function settingsOf(
  name: string,
  via: HostSettings['via'],
  json: JsonObject,
  after: readonly string[],
): Omit<HostSettings, 'password' | 'sudo' | 'place'> {
  const groups = json['groups'];
  return {
    name,
    via,
    address: text(json, 'address') ?? name,
    port: typeof json['port'] === 'number' ? json['port'] : undefined,
    user: text(json, 'user'),
    identity: text(json, 'identity'),
    jump: text(json, 'jump'),
    knownHosts: text(json, 'known_hosts'),
    groups: (Array.isArray(groups) ? groups : [groups]).filter((group) => typeof group === 'string'),
    after,
    protected: json['protected'] === true,
  };
}

function text(given: JsonObject, field: string): string | undefined {
  const value = given[field];
  return typeof value === 'string' ? value : undefined;
}

function readVia(via: Json | undefined): HostSettings['via'] | undefined {
  if (via === undefined || via === 'ssh') return 'ssh';
  if (via === 'local') return 'local';
  const command = Array.isArray(via) ? (via as readonly string[]) : [];
  return command.length > 0 ? command : undefined;
}

function tellNoCommand({ declaration: { piece, entry }, faults }: Collector): void {
  const node = childOf(entry.value, 'via') ?? entry.key;
  const suggestion = 'Write the command and its arguments: `[docker, exec, -i, box]`.';
  faults.push(faultAt(piece, node, 'wrong-value', '`via` names no command', { suggestion }));
}

function tellBadName({ declaration: { piece, entry }, faults }: Collector): boolean {
  if (NAME_PATTERN.test(entry.key.name)) return true;
  const message = `${code(entry.key.name)} can't be the name of a host`;
  const suggestion = 'Letters, digits, `_`, `-` and `.` only; where it is goes into `address`.';
  faults.push(faultAt(piece, entry.key, 'wrong-value', message, { suggestion }));
  return false;
}

function tellJump(collector: Collector, scope: Scope, expander: Expander): void {
  const { declaration, faults, mentions } = collector;
  const node = childOf(declaration.entry.value, 'jump');
  const [mention] = node === undefined ? [] : namesIn(expander, node);
  if (node === undefined || mention === undefined) return;
  const { name } = mention;
  if (scope.host(name) !== undefined) {
    mentions.push({ start: mention.start, end: mention.end, key: `host:${name}` });
    if (!jumpsBack(scope, declaration)) return;
    const suggestion = 'One of the hosts on the way must be reached without a jump.';
    const message = `The way to ${code(declaration.name)} leads through itself`;
    faults.push(faultAt(declaration.piece, node, 'cycle', message, { suggestion }));
  } else if (PLAIN_NAME.test(name)) {
    const known = scope.hosts().names.filter((host) => host !== declaration.name);
    const extras = meantOr(name, known, node, 'Declare it under `hosts`, or write where it is: `user@address`.');
    faults.push(faultAt(declaration.piece, node, 'unknown-host', `There is no host ${code(name)}`, extras));
  }
}

const jumpOf = (declaration: Declaration | undefined): string | undefined => {
  const node = childOf(declaration?.entry.value, 'jump');
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
};

function jumpsBack(scope: Scope, declaration: Declaration): boolean {
  let at = jumpOf(declaration);
  for (let jumps = 0; at !== undefined && jumps < JUMPS_LIMIT; jumps += 1) {
    if (at === declaration.name) return true;
    at = jumpOf(scope.host(at));
  }
  return false;
}

function tellGroups(collector: Collector, scope: Scope, expander: Expander): void {
  const { declaration, mentions, faults } = collector;
  const node = childOf(declaration.entry.value, 'groups');
  for (const { name, start, end } of node === undefined ? [] : namesIn(expander, node)) {
    mentions.push({ start, end, key: `group:${name}` });
    tellMisspeltGroup(collector, scope, { name, start, end });
  }
  // (a host that has the name of a group is told at the host)
  const members = scope.hosts().groups.get(declaration.name);
  if (members === undefined) return;
  const who = members.length === 0 ? '' : ` of ${listed(members.map(code), 'and')}`;
  const message = `${code(declaration.name)} is a host, and also a group${who}`;
  const suggestion = 'Give one of them another name.';
  faults.push(faultAt(declaration.piece, declaration.entry.key, 'duplicate-name', message, { suggestion }));
}

/** Any name makes a group; one that is nearly that of a declared group was hardly meant to. */
function tellMisspeltGroup({ declaration, faults }: Collector, scope: Scope, { name, ...span }: Named): void {
  const declared = scope.declaredGroups();
  if (declared.includes(name) || name.length <= SHORT_NAME) return;
  // (`web-1` and `web-2` are two groups)
  const wordsOf = (group: string): string => group.replaceAll(/\d+/g, '');
  const meant = nearest(name, declared);
  if (meant === undefined || (wordsOf(meant) === wordsOf(name) && meant !== name)) return;
  const message = `There is no group ${code(name)} under ${code('groups')}, and there is ${code(meant)}`;
  const extras = {
    severity: 'warning',
    suggestion: `Did you mean ${code(meant)}?`,
    fix: replace(span, meant),
  } as const;
  faults.push(faultAt(declaration.piece, span, 'unknown-group', message, extras));
}

/** The hosts that its `after` names, groups as their hosts. */
export function hostsBefore(collector: Collector, expander: Expander): readonly string[] {
  const { declaration, faults, mentions } = collector;
  const node = childOf(declaration.entry.value, 'after');
  if (node === undefined) return [];
  const table = expander.scope.hosts();
  const before = new Set<string>();
  for (const mention of namesIn(expander, node)) {
    const { name, start, end } = mention;
    const members = table.names.includes(name) ? [name] : table.groups.get(name);
    if (members === undefined) {
      const known = [...table.names, ...table.groups.keys()];
      const extras = meantOr(name, known, mention.node, 'It names hosts or groups of this project.');
      const message = `There is no host or group ${code(name)}`;
      faults.push(faultAt(declaration.piece, mention.node, 'unknown-host', message, extras));
      continue;
    }
    const named = { start, end, key: `${table.names.includes(name) ? 'host' : 'group'}:${name}` };
    mentions.push(named);
    collector.after.push(named);
    for (const host of members) if (host !== declaration.name) before.add(host);
  }
  return [...before];
}

type LaterSecret = (placeOf: PlaceOf) => SecretSource;

/** A password: where it comes from, never what it is. */
function secretAt(
  collector: Collector,
  { scope, unknown }: Expander,
  path: readonly string[],
): LaterSecret | undefined {
  const { entry, piece } = collector.declaration;
  const { node } = nodeAt(entry.value, path);
  const parent = path.length === 1 ? entry.value : childOf(entry.value, path[0] ?? '');
  if (childOf(parent, path.at(-1) ?? '') !== node || node.kind !== 'scalar') return undefined;
  const { value } = node;
  if (typeof value !== 'string' || unknown.has(node)) return undefined;
  const name = wholeReference(value);
  const variable = name === undefined ? undefined : scope.variable(name);
  if (name !== undefined && variable?.value.kind === 'secret') {
    const from = variable.value.from === 'env' ? 'env' : 'prompt';
    return (placeOf) => ({ from, name, place: placeOf(insideQuotes({ piece }, node)) });
  }
  const clear = variable?.value.kind === 'plain' ? String(variable.value.json) : value;
  if (variable === undefined) tellClearText(collector, node);
  else tellClearVariable(collector, node, variable);
  return (placeOf) => ({ from: 'text', text: clear, place: placeOf(node) });
}
