// What is said about the word under the pointer: the manual of keys, and what names stand for. Pure.
import type { HostSettings } from '../engine/project.ts';
import { pointIn } from '../language/document.ts';
import { variablesIn } from '../language/expressions.ts';
import { moduleForm } from '../language/forms.ts';
import type { Declaration, Document, LiveProject, VariableInfo } from '../language/index.ts';
import { placeIn } from '../language/project.ts';
import { contains, type Span } from '../language/text.ts';
import { childOf } from '../language/tree.ts';
import { type Cursor, cursorAt, inFile } from './cursor.ts';
import { fieldManual, moduleManual } from './manual.ts';
import { fieldOf, meaningOf, moduleNamed } from './meaning.ts';
import { type Names, namesIn } from './names.ts';

export type Hover = { readonly span: Span; readonly markdown: string };

const code = (text: string): string => `\`${text}\``;

export function hover(live: LiveProject, document: Document, offset: number): Hover | undefined {
  const cursor = cursorAt(document, offset);
  if (cursor === undefined) return undefined;
  const names = namesIn(live, undefined);
  const reference = variableHover(names, cursor, offset);
  if (reference) return reference;
  const markdown = cursor.on === 'key' ? keyManual(names, cursor) : valueManual(names, cursor);
  return markdown === undefined ? undefined : { span: cursor.span, markdown };
}

function variableHover(names: Names, { node, on, piece }: Cursor, offset: number): Hover | undefined {
  if (on === 'key') return undefined;
  const reference = variablesIn(piece, node).find((candidate) => contains(inFile(piece, candidate), offset));
  const variable = reference && names.variable(reference.name);
  if (reference === undefined || variable === undefined) return undefined;
  const markdown = `**${reference.name}**: ${variableWords(variable)}\n\n${declaredAt(variable.declaration)}`;
  return { span: inFile(piece, reference), markdown };
}

function variableWords({ name, value }: VariableInfo): string {
  if (value.kind === 'broken') return 'declared with a mistake';
  if (value.kind === 'unset') return 'set by hosts or groups only';
  if (value.kind === 'plain')
    return code(typeof value.json === 'object' ? JSON.stringify(value.json) : String(value.json));
  return value.from === 'env'
    ? `a secret, taken from the environment variable ${code(`VK_VAR_${name}`)}`
    : 'a secret, asked for when it is needed';
}

function declaredAt({ piece, entry }: Declaration): string {
  const file = decodeURIComponentSafely(piece.file.slice(piece.file.lastIndexOf('/') + 1));
  return `Declared in ${file}, line ${pointIn(piece, entry.key.start).line + 1}.`;
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
  const variable = names.variable(name);
  return variable && `**${name}**: ${variableWords(variable)}`;
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
  const declaration = names.declaration('host', name);
  if (declaration === undefined) return undefined;
  const product = names.live.analysisOf(declaration)?.product;
  const settings = product?.kind === 'host' ? product.build(placeIn(declaration)) : undefined;
  const groups = [...names.live.hosts().groups].filter(([, members]) => members.includes(name));
  const root = settings?.sudo ? ', as root by `sudo`' : '';
  return [
    `**${name}**: a host${settings ? `, ${wayTo(settings)}${root}` : ''}`,
    ...(groups.length === 0 ? [] : [`Groups: ${groups.map(([group]) => code(group)).join(', ')}`]),
    declaredAt(declaration),
  ].join('\n\n');
}

function groupManual(names: Names, name: string): string | undefined {
  const members = names.live.hosts().groups.get(name);
  return members && `**${name}**: the group of ${members.map(code).join(', ')}`;
}

function resourceManual(names: Names, address: string): string | undefined {
  const declaration = names.declaration('resource', address);
  if (declaration === undefined) return undefined;
  const description = childOf(declaration.entry.value, 'description');
  const words = description?.kind === 'scalar' && typeof description.value === 'string' ? description.value : undefined;
  const summary = moduleNamed(declaration.path[2] ?? '')?.summary;
  return [`**${address}**`, ...((words ?? summary) ? [words ?? summary] : []), declaredAt(declaration)].join('\n\n');
}
