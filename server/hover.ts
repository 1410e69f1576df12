// What is said about the word under the pointer: the manual of keys, and what names stand for. Pure.
import type { HostSettings } from '../engine/project.ts';
import { moduleForm } from '../language/forms.ts';
import type { Document } from '../language/parse.ts';
import { contains, positionAt, type Source, type Span } from '../language/text.ts';
import { childOf } from '../language/tree.ts';
import { referencesIn, type Variable } from '../language/values.ts';
import { type Cursor, cursorAt } from './cursor.ts';
import { fieldManual, moduleManual } from './manual.ts';
import { fieldOf, meaningOf, moduleNamed } from './meaning.ts';
import { type Names, namesIn } from './names.ts';

export type Hover = { readonly span: Span; readonly markdown: string };

const code = (text: string): string => `\`${text}\``;

export function hover(documents: readonly Document[], document: Document, offset: number): Hover | undefined {
  const cursor = cursorAt(document, offset);
  if (cursor === undefined) return undefined;
  const names = namesIn(documents);
  const reference = referenceHover(names, document, cursor, offset);
  if (reference) return reference;
  const markdown = cursor.on === 'key' ? keyManual(names, cursor) : valueManual(names, cursor);
  return markdown === undefined ? undefined : { span: cursor.span, markdown };
}

function referenceHover(names: Names, document: Document, { node, on }: Cursor, offset: number): Hover | undefined {
  if (on === 'key' || node.kind !== 'scalar') return undefined;
  const reference = referencesIn(document, node).find((candidate) => contains(candidate, offset));
  if (reference === undefined || reference.literal) return undefined;
  const declaration = names.gathered.variables.get(reference.name);
  const variable = names.variables.get(reference.name);
  if (declaration === undefined || variable === undefined) return undefined;
  const { source, entry } = declaration;
  const markdown = `**${reference.name}**: ${variableWords(reference.name, variable)}\n\n${declaredAt(source, entry.key)}`;
  return { span: { start: reference.start, end: reference.end }, markdown };
}

function variableWords(name: string, variable: Variable): string {
  if (variable.kind === 'broken') return 'declared with a mistake';
  if (variable.kind === 'plain') return code(String(variable.value));
  return variable.from === 'env'
    ? `a secret, taken from the environment variable ${code(`VK_VAR_${name}`)}`
    : 'a secret, asked for when it is needed';
}

function declaredAt(source: Source, span: Span): string {
  const file = decodeURIComponentSafely(source.file.slice(source.file.lastIndexOf('/') + 1));
  return `Declared in ${file}, line ${positionAt(source, span.start).line}.`;
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function keyManual(names: Names, { path }: Cursor): string | undefined {
  const name = path.at(-1) ?? '';
  const known = fieldOf(path);
  if (known) return fieldManual(name, known.field, known.meaning);
  const parent = meaningOf(path.slice(0, -1));
  if (parent?.kind === 'modules') {
    const module = moduleNamed(name);
    return module && moduleManual(module, moduleForm(module));
  }
  if (parent?.kind !== 'names') return undefined;
  if (parent.of === 'host') return hostManual(names, name);
  if (parent.of === 'resource') return resourceManual(names, `${parent.module?.name}.${name}`);
  const variable = names.variables.get(name);
  return variable && `**${name}**: ${variableWords(name, variable)}`;
}

function valueManual(names: Names, { path, node }: Cursor): string | undefined {
  const known = fieldOf(path);
  if (known === undefined || node.kind !== 'scalar') return undefined;
  const text = String(node.value);
  if (known.field.names === 'resource') return resourceManual(names, text);
  if (known.field.names === 'host') return hostManual(names, text);
  if (known.field.names === 'host-or-group') return hostManual(names, text) ?? groupManual(names, text);
  return fieldManual(path.at(-1) ?? '', known.field, known.meaning);
}

function wayTo(settings: HostSettings): string {
  if (settings.via === 'local') return 'this machine';
  if (settings.via !== 'ssh') return code(settings.via.join(' '));
  const user = settings.user === undefined ? '' : `${settings.user}@`;
  const port = settings.port === undefined ? '' : `:${settings.port}`;
  const jump = settings.jump === undefined ? '' : ` by way of ${code(settings.jump)}`;
  return `${code(`${user}${settings.address}${port}`)} over SSH${jump}`;
}

function hostManual(names: Names, name: string): string | undefined {
  const declaration = names.gathered.hosts.get(name);
  if (declaration === undefined) return undefined;
  const settings = names.hosts.settings.get(name);
  const groups = [...names.hosts.groups].filter(([, members]) => members.includes(name)).map(([group]) => code(group));
  const root = settings?.sudo ? ', as root by `sudo`' : '';
  return [
    `**${name}**: a host${settings ? `, ${wayTo(settings)}${root}` : ''}`,
    ...(groups.length === 0 ? [] : [`Groups: ${groups.join(', ')}`]),
    declaredAt(declaration.source, declaration.entry.key),
  ].join('\n\n');
}

function groupManual(names: Names, name: string): string | undefined {
  const members = names.hosts.groups.get(name);
  return members && `**${name}**: the group of ${members.map(code).join(', ')}`;
}

function resourceManual(names: Names, address: string): string | undefined {
  const declaration = names.gathered.resources.get(address);
  if (declaration === undefined) return undefined;
  const description = childOf(declaration.entry.value, 'description');
  const words = description?.kind === 'scalar' && typeof description.value === 'string' ? description.value : undefined;
  return [
    `**${address}**`,
    words ?? declaration.module.summary,
    declaredAt(declaration.source, declaration.entry.key),
  ].join('\n\n');
}
