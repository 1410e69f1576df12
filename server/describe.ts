// What is said about a key, by the keys that lead to it: its manual, or what the project declares by that name. Pure.
import type { HostSettings } from '../engine/project.ts';
import { pointIn } from '../language/document.ts';
import type { Declaration, LiveProject, VariableInfo } from '../language/index.ts';
import { placeIn } from '../language/project.ts';
import { childOf } from '../language/tree.ts';
import { declaredAs } from '../language/variable-info.ts';
import { code, fieldManual, sortManual } from './manual.ts';
import { fieldOf, type Meaning, meaningOf, sortOf } from './meaning.ts';
import { valueInWords, variableIn } from './names.ts';

export function describe(live: LiveProject, path: readonly string[]): string | undefined {
  const name = path.at(-1) ?? '';
  const parent = meaningOf(path.slice(0, -1), live.outside.modules);
  if (parent?.kind === 'sorts') {
    const sort = sortOf(path, live.outside.modules);
    return sort && sortManual(sort);
  }
  const known = fieldOf(path, live.outside.modules);
  if (parent?.kind !== 'names') return known && fieldManual(name, known.field, known.meaning);
  // (four variables have a meaning in projects without `hosts`)
  const said = describeName(live, parent, path);
  return said !== undefined && known ? `${said}\n\n${known.field.description}` : said;
}

function describeName(live: LiveProject, { of }: Meaning & { readonly kind: 'names' }, path: readonly string[]) {
  const name = path.at(-1) ?? '';
  switch (of) {
    case 'host':
      return describeHost(live, name);
    case 'group':
      return describeGroup(live, name);
    case 'variable':
    case 'own-variable':
      return describeVariable(live, name);
    default:
      return describeEntry(live, of, path.slice(2).join('.'));
  }
}

export function describeVariable(live: LiveProject, name: string): string | undefined {
  const variable = variableIn(live, name);
  if (variable === undefined) return undefined;
  return [
    `**${name}**: ${variableWords(variable)}`,
    ...descriptionOf(variable),
    ...valuesOnHosts(live, variable),
    declaredAt(variable.declaration),
  ].join('\n\n');
}

/** What it says of itself, in its long form; a map that is a value has no description. */
function descriptionOf({ declaration, value }: VariableInfo): readonly string[] {
  const { value: node } = declaration.entry;
  const declared = declaration.kind === 'variable' && node.kind === 'map' ? declaredAs(node) : undefined;
  const isLong = value.kind === 'secret' || (declared?.kind === 'plain' && declared.node !== node);
  const words = isLong ? wordsOf(declaration) : undefined;
  return words === undefined ? [] : [words];
}

/** How many hosts are listed. */
const HOSTS_LIMIT = 20;

/** Its value on each host that has another one, and who says so: the host itself or one of its groups. */
function valuesOnHosts(live: LiveProject, { onHosts }: VariableInfo): readonly string[] {
  if (onHosts.size === 0) return [];
  const lines = [...onHosts].slice(0, HOSTS_LIMIT).map(([host, { json, declaration }]) => {
    const who = declaration.kind === 'group' ? `group ${code(declaration.name)}` : 'the host';
    return `- ${code(host)}: ${code(valueInWords(json))} (${who}, line ${lineOf(declaration)})`;
  });
  if (onHosts.size > HOSTS_LIMIT) lines.push(`- and ${onHosts.size - HOSTS_LIMIT} more`);
  const others = live.hosts().names.length - onHosts.size;
  return [`On hosts that have another value${others > 0 ? '' : ', which are all'}:`, lines.join('\n')];
}

const lineOf = ({ piece, entry }: Declaration): number => pointIn(piece, entry.key.start).line + 1;

function variableWords({ name, value }: VariableInfo): string {
  if (value.kind === 'broken') return 'declared with a mistake';
  if (value.kind === 'unset') return 'set by hosts or groups only';
  if (value.kind === 'plain') return code(valueInWords(value.json));
  return value.from === 'env'
    ? `a secret, taken from the environment variable ${code(`VK_VAR_${name}`)}`
    : 'a secret, asked for when it is needed';
}

export function declaredAt(declaration: Declaration): string {
  const { piece } = declaration;
  const file = decodeURIComponentSafely(piece.file.slice(piece.file.lastIndexOf('/') + 1));
  return `Declared in ${file}, line ${lineOf(declaration)}.`;
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function wayTo(settings: HostSettings): string {
  if (settings.via === 'local') return 'this machine';
  if (settings.via !== 'ssh') return code(settings.via.join(' '));
  const user = settings.user === undefined ? '' : `${settings.user}@`;
  const port = settings.port === undefined ? '' : `:${settings.port}`;
  const jump = settings.jump === undefined ? '' : ` by way of ${code(settings.jump)}`;
  return `${code(`${user}${settings.address}${port}`)} over SSH${jump}`;
}

export function describeHost(live: LiveProject, name: string): string | undefined {
  const [declaration] = live.declarationsOf(`host:${name}`);
  if (declaration === undefined) return undefined;
  const product = live.analysisOf(declaration)?.product;
  const settings = product?.kind === 'host' ? product.build(placeIn(declaration)) : undefined;
  const groups = [...live.hosts().groups].filter(([, members]) => members.includes(name));
  const root = settings?.sudo ? ', as root by `sudo`' : '';
  return [
    `**${name}**: a host${settings ? `, ${wayTo(settings)}${root}` : ''}`,
    ...(groups.length === 0 ? [] : [`Groups: ${groups.map(([group]) => code(group)).join(', ')}`]),
    declaredAt(declaration),
  ].join('\n\n');
}

export function describeGroup(live: LiveProject, name: string): string | undefined {
  const members = live.hosts().groups.get(name);
  if (members === undefined) return undefined;
  const [declaration] = live.declarationsOf(`group:${name}`);
  const who = members.length === 0 ? 'a group without hosts' : `the group of ${members.map(code).join(', ')}`;
  const words = declaration && wordsOf(declaration);
  return [`**${name}**: ${who}`, ...(words ? [words] : []), ...(declaration ? [declaredAt(declaration)] : [])].join(
    '\n\n',
  );
}

/** What its `description` says. */
function wordsOf({ entry }: Declaration): string | undefined {
  const description = childOf(entry.value, 'description');
  return description?.kind === 'scalar' && typeof description.value === 'string' ? description.value : undefined;
}

/** A resource, a reading of data or a check. */
export function describeEntry(
  live: LiveProject,
  kind: 'resource' | 'data' | 'check',
  address: string,
): string | undefined {
  const [declaration] = live.declarationsOf(`${kind}:${address}`);
  if (declaration === undefined) return undefined;
  const words = wordsOf(declaration) ?? sortOf(declaration.path, live.outside.modules)?.summary;
  const dependents = kind === 'resource' ? whoDependsOn(live, `resource:${address}`) : [];
  return [`**${address}**`, ...(words ? [words] : []), ...dependents, declaredAt(declaration)].join('\n\n');
}

/** How many of those that depend on something are listed. */
const DEPENDENTS_LIMIT = 10;

function whoDependsOn(live: LiveProject, key: string): readonly string[] {
  const mentions = (declaration: Declaration): boolean =>
    live.analysisOf(declaration)?.mentions.some((mention) => mention.key === key) === true;
  const who = live
    .dependentsOn(key)
    .filter((other) => `${other.kind}:${other.name}` !== key && mentions(other))
    .map(({ name }) => code(name));
  if (who.length === 0) return [];
  const more = who.length > DEPENDENTS_LIMIT ? ` and ${who.length - DEPENDENTS_LIMIT} more` : '';
  return [`What depends on it: ${who.slice(0, DEPENDENTS_LIMIT).join(', ')}${more}`];
}
