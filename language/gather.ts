// Collects what all documents of a project declare, each with the place where it stands, and tells names that are
// given twice. It looks at the outline only: what each declaration says is read elsewhere.
import type { Json, Module } from '../modules/contract.ts';
import { modules } from '../modules/index.generated.ts';
import { check } from './check.ts';
import { type Form, fieldIn } from './form.ts';
import { documentForm, projectForm } from './forms.ts';
import type { Document } from './parse.ts';
import { type Problem, problemAt } from './problem.ts';
import { code, listed, meantOr } from './sentences.ts';
import { lineAt, type Source } from './text.ts';
import { type Entry, entriesOf, entryOf, isNothing, type Node } from './tree.ts';
import * as validators from './validators.generated.js';

export type Declaration = { readonly source: Source; readonly entry: Entry };

export type HostDeclaration = Declaration & {
  /** The map that its `hosts` stand in. */
  readonly viki: Node;
};

export type ResourceDeclaration = Declaration & {
  readonly module: Module;
  readonly address: string;
  /** The `on` of its document. */
  readonly on: Declaration | undefined;
};

export type Gathered = {
  readonly variables: Map<string, Declaration>;
  readonly hosts: Map<string, HostDeclaration>;
  readonly resources: Map<string, ResourceDeclaration>;
  readonly names: Map<string, Declaration>;
  readonly policies: Map<string, Declaration>;
  /** The `mods` that have something in them. */
  readonly mods: Declaration[];
  /** The `on` of documents. */
  readonly ons: Declaration[];
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
    ons: [],
  };
  for (const document of documents) {
    for (const { root } of document.parts) {
      if (root !== undefined && !isNothing(root)) gatherRoot(gathered, document, root, problems);
    }
  }
  return gathered;
}

function gatherRoot(gathered: Gathered, source: Source, root: Node, problems: Problem[]): void {
  const viki = entryOf(root, 'viki');
  if (viki === undefined && tellMissingFrame(source, root, problems)) return;
  outline(source, documentForm, 'This document', root, validators.document, problems);
  // (anything but a map was told with the document)
  if (viki?.value.kind !== 'map') return;
  outline(source, projectForm, code('viki'), viki.value, validators.project, problems);
  const section = (name: string): Declaration | undefined => {
    const entry = entryOf(viki.value, name);
    return entry === undefined || isNothing(entry.value) ? undefined : { source, entry };
  };
  for (const entry of entriesOf(section('vars')?.entry.value)) {
    const { name } = entry.key;
    add(gathered.variables, name, { source, entry }, `The variable ${code(name)} is declared`, problems);
  }
  for (const entry of entriesOf(section('hosts')?.entry.value)) {
    const { name } = entry.key;
    add(gathered.hosts, name, { source, entry, viki: viki.value }, `The host ${code(name)} is declared`, problems);
  }
  const name = section('name');
  if (name) add(gathered.names, 'name', name, "The project's name is given", problems);
  const policy = section('policy');
  if (policy) add(gathered.policies, 'policy', policy, "The project's policy is given", problems);
  const on = section('on');
  if (on) gathered.ons.push(on);
  const mods = section('mods');
  if (mods) gatherMods(gathered, mods, on, problems);
}

/** The sections stand there, but not under `viki`. */
function tellMissingFrame(source: Source, root: Node, problems: Problem[]): boolean {
  const first = entriesOf(root).find(({ key }) => fieldIn(projectForm, key.name) !== undefined);
  if (first === undefined) return false;
  const start = lineAt(source, root.start).start;
  const edits = source.lineStarts
    .filter((line) => line > start && line < root.end && source.text.charAt(line) !== '\n')
    .map((line) => ({ start: line, end: line, text: '  ' }));
  const fix = { title: 'Put it under `viki:`', edits: [{ start, end: start, text: 'viki:\n  ' }, ...edits] };
  const extras = { suggestion: 'Write `viki:` above it, and indent what stands below.', fix };
  const message = `${code(first.key.name)} must stand under ${code('viki')}`;
  problems.push(problemAt(source, first.key, 'missing-field', message, extras));
  return true;
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
      const what = `The resource ${code(address)} is declared`;
      add(gathered.resources, address, { source, entry, module, address, on }, what, problems);
    }
  }
}

/** The first one counts; a second one is told at both places. `what` begins the message. */
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
    const message = `${what} twice in this project`;
    const { key } = other.entry;
    const related = [{ file: other.source.file, start: key.start, end: key.end, message: 'the other place' }];
    const extras = { suggestion: 'Remove one of the two, or give it another name.', related };
    problems.push(problemAt(at.source, at.entry.key, 'duplicate-name', message, extras));
  };
  tell(first, declaration);
  tell(declaration, first);
}
