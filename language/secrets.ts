// Reads passwords: where they come from, never what they are. One in clear text is told, with the edit that moves it out.
import type { SecretSource } from '../engine/project.ts';
import type { HostDeclaration } from './gather.ts';
import { placeAt } from './place.ts';
import type { Edit, Fix, Problem } from './problem.ts';
import { problemAt } from './problem.ts';
import { code } from './sentences.ts';
import { lineAt, type Source } from './text.ts';
import { entriesOf, entryOf, type Node } from './tree.ts';
import { type Variables, wholeReference } from './values.ts';

/** The name of the environment variable that a variable can be set by. */
const environmentName = (variable: string): string => `VK_VAR_${variable}`;

export function readSecret(
  host: HostDeclaration,
  node: Node,
  value: string,
  variables: Variables,
  problems: Problem[],
): SecretSource {
  const { source } = host;
  const place = placeAt(source, node);
  const name = wholeReference(node);
  const variable = name === undefined ? undefined : variables.get(name);
  if (name !== undefined && variable?.kind === 'secret') return { from: variable.from, name, place };
  const message = 'This password stands here in clear text: everyone who can read the file can read it';
  const suggestion = 'Declare a secret under `vars`, as `{ secret: true, from: env }`, and refer to it as `${name}`.';
  const fix = name === undefined ? moveOut(host, node, variables) : undefined;
  const extras = { severity: 'warning', suggestion, fix } as const;
  problems.push(problemAt(source, node, 'secret-in-clear-text', message, extras));
  return { from: 'text', text: value, place };
}

/** A secret variable takes the password's place, and is declared as the first of the document's variables. */
function moveOut({ source, entry, viki }: HostDeclaration, node: Node, variables: Variables): Fix | undefined {
  const name = `${entry.key.name.replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_')}_password`;
  const declared = variables.has(name) ? undefined : declaration(source, viki, name);
  if (declared === undefined) return undefined;
  const use = { start: node.start, end: node.end, text: `"\${${name}}"` };
  return { title: `Move it out, to the environment variable ${code(environmentName(name))}`, edits: [declared, use] };
}

function declaration(source: Source, viki: Node, name: string): Edit | undefined {
  const vars = entryOf(viki, 'vars');
  const first = (vars ? entriesOf(vars.value) : entriesOf(viki))[0]?.key.start;
  if (first === undefined) return undefined;
  const indent = source.text.slice(lineAt(source, first).start, first);
  if (indent.trim() !== '') return undefined;
  const text = `${name}: { secret: true, from: env }\n${indent}`;
  return { start: first, end: first, text: vars ? text : `vars:\n${indent}  ${text}` };
}
