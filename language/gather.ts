// Collects what all documents of a project declare, each with the place where it stands, and tells names that are
// given twice. It looks at the outline only: what each declaration says is read elsewhere.
import type { Json, Module } from '../modules/contract.ts';
import { modules } from '../modules/index.generated.ts';
import { check } from './check.ts';
import type { Form } from './form.ts';
import { documentForm, projectForm } from './forms.ts';
import type { Document } from './parse.ts';
import { type Problem, problemAt } from './problem.ts';
import { code, listed, meantOr } from './sentences.ts';
import type { Source } from './text.ts';
import { type Entry, entriesOf, entryOf, isNothing, type Node } from './tree.ts';
import * as validators from './validators.generated.js';

export type Declaration = { readonly source: Source; readonly entry: Entry };

export type ResourceDeclaration = Declaration & {
  readonly module: Module;
  readonly address: string;
  /** The `on` of its document. */
  readonly on: Declaration | undefined;
};

export type Gathered = {
  readonly variables: Map<string, Declaration>;
  readonly hosts: Map<string, Declaration>;
  readonly resources: Map<string, ResourceDeclaration>;
  readonly names: Map<string, Declaration>;
  readonly policies: Map<string, Declaration>;
  /** The `mods` that have something in them. */
  readonly mods: Declaration[];
};

const EMPTY: ReadonlySet<Node> = new Set();
/** How deep the outline goes: what lies in each `mods.module`, `hosts` and so on is checked where it is read. */
const OUTLINE_DEPTH = 3;

export function gather(documents: readonly Document[], problems: Problem[]): Gathered {
  const gathered: Gathered = {
    variables: new Map(),
    hosts: new Map(),
    resources: new Map(),
    names: new Map(),
    policies: new Map(),
    mods: [],
  };
  for (const document of documents) {
    for (const { root } of document.parts) {
      if (root !== undefined && !isNothing(root)) gatherRoot(gathered, document, root, problems);
    }
  }
  return gathered;
}

function gatherRoot(gathered: Gathered, source: Source, root: Node, problems: Problem[]): void {
  outline(source, documentForm, 'This document', root, validators.document, problems);
  const viki = entryOf(root, 'viki');
  if (viki === undefined || isNothing(viki.value)) return;
  outline(source, projectForm, code('viki'), viki.value, validators.project, problems);
  const section = (name: string): Declaration | undefined => {
    const entry = entryOf(viki.value, name);
    return entry === undefined || isNothing(entry.value) ? undefined : { source, entry };
  };
  const declare = (map: Map<string, Declaration>, entry: Entry, what: string) =>
    add(map, entry.key.name, { source, entry }, what, problems);
  for (const entry of entriesOf(section('vars')?.entry.value)) declare(gathered.variables, entry, 'variable');
  for (const entry of entriesOf(section('hosts')?.entry.value)) declare(gathered.hosts, entry, 'host');
  const name = section('name');
  if (name) add(gathered.names, 'name', name, 'project name', problems);
  const policy = section('policy');
  if (policy) add(gathered.policies, 'policy', policy, 'project', problems);
  const mods = section('mods');
  if (mods) gatherMods(gathered, mods, section('on'), problems);
}

function outline(
  source: Source,
  form: Form,
  title: string,
  node: Node,
  validate: validators.Validator,
  problems: Problem[],
): void {
  const firstLine = source.text.indexOf('\n', node.start);
  const anchor = { start: node.start, end: Math.min(node.end, firstLine === -1 ? node.end : firstLine) };
  check(
    { source, form, title, anchor, node, value: outlineOf(node, OUTLINE_DEPTH), unknown: EMPTY },
    validate,
    problems,
  );
}

function outlineOf(node: Node, depth: number): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return depth === 0 ? [] : node.items.map((item) => outlineOf(item, depth - 1));
  if (depth === 0) return {};
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.name, outlineOf(value, depth - 1)]));
}

function gatherMods(gathered: Gathered, mods: Declaration, on: Declaration | undefined, problems: Problem[]): void {
  const { source } = mods;
  gathered.mods.push(mods);
  const known = modules.map((module) => module.name);
  for (const { key, value } of entriesOf(mods.entry.value)) {
    const module = modules.find((candidate) => candidate.name === key.name);
    if (module === undefined) {
      const message = `There is no module ${code(key.name)}`;
      const extras = meantOr(key.name, known, key, `There are ${listed(known.map(code), 'and')}.`);
      problems.push(problemAt(source, key, 'unknown-module', message, extras));
      continue;
    }
    for (const entry of entriesOf(value)) {
      const address = `${module.name}.${entry.key.name}`;
      add(gathered.resources, address, { source, entry, module, address, on }, 'resource', problems);
    }
  }
}

/** The first one counts; a second one is told at both places. */
function add<Kind extends Declaration>(
  map: Map<string, Kind>,
  name: string,
  declaration: Kind,
  what: string,
  problems: Problem[],
): void {
  const first = map.get(name);
  if (first === undefined) {
    map.set(name, declaration);
    return;
  }
  const tell = (at: Declaration, other: Declaration) => {
    const message = `The ${what} ${code(name)} is declared twice in this project`;
    const { key } = other.entry;
    const related = [{ file: other.source.file, start: key.start, end: key.end, message: 'declared here too' }];
    const extras = { suggestion: 'Remove one of the two, or give it another name.', related };
    problems.push(problemAt(at.source, at.entry.key, 'duplicate-name', message, extras));
  };
  tell(first, declaration);
  tell(declaration, first);
}
