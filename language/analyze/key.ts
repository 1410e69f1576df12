// Reads the frame: the keys that everything else lies under, and documents that have none.
import type { Json } from '../../modules/contract.ts';
import type { Collector } from '../analysis.ts';
import { sortsOf } from '../catalog.ts';
import { faultAt } from '../fault.ts';
import { ownModuleFor } from '../foreign-names.ts';
import { type Form, fieldIn } from '../form.ts';
import { documentForm, projectForm } from '../forms.ts';
import type { Scope } from '../scope.ts';
import { calledHere, code, listed, meantOr, tellUnknownKey, tellWrongType } from '../sentences.ts';
import type { Place } from '../subject.ts';
import { isNothing, type Node } from '../tree.ts';
import { tellNoNames } from './no-names.ts';

export function analyzeRoot({ declaration, faults }: Collector): void {
  const { piece, entry } = declaration;
  const { value } = entry;
  const firstLine = piece.text.indexOf('\n', value.start);
  const span = { start: value.start, end: Math.min(value.end, firstLine === -1 ? value.end : firstLine) };
  if (value.kind === 'list') {
    const message = `This document must begin with ${code('viki:')}, and is a list`;
    faults.push(faultAt(piece, span, 'wrong-type', message, { suggestion: NO_PLAYBOOK }));
  } else {
    tellWrongType(placeOf(piece, documentForm, 'This document', value, span), faults);
  }
}

/** Lists of plays and of tasks are what other tools have there. */
const NO_PLAYBOOK =
  'Hosts stand under `hosts`, and what is to be on them under `mods`, each by its name. ' +
  'Coming from Ansible: docs/ansible.md says what is called how here.';

export function analyzeKey(collector: Collector, scope: Scope): void {
  const { path } = collector.declaration;
  if (path.length === 0) analyzeDocumentKey(collector);
  else if (path.length === 1) analyzeSection(collector, scope);
  else analyzeModuleKey(collector, scope);
}

function analyzeDocumentKey({ declaration, faults }: Collector): void {
  const { piece, entry, name } = declaration;
  if (name === 'viki') {
    if (!isMapOrNothing(entry.value)) tellNoMap(declaration, projectForm, code('viki'), faults);
  } else if (fieldIn(projectForm, name) !== undefined) {
    const suggestion = 'Write `viki:` above it, and indent what stands below.';
    const message = `${code(name)} must stand under ${code('viki')}`;
    faults.push(faultAt(piece, entry.key, 'missing-field', message, { suggestion }));
  } else {
    tellUnknownKey(keyPlace(declaration, documentForm), name, faults);
  }
}

function analyzeSection({ declaration, faults }: Collector, scope: Scope): void {
  const { entry, name, piece } = declaration;
  const field = fieldIn(projectForm, name);
  if (field === undefined) tellUnknownKey(keyPlace(declaration, projectForm), name, faults);
  else if (!isMapOrNothing(entry.value)) tellNoMap(declaration, projectForm, code(name), faults);
  else if (name === 'mods' && scope.hosts().names.length === 0 && scope.hasResources()) {
    const suggestion = `Add ${code('hosts: { here: { via: local } }')} for this machine, or ${code('hosts: { web: { address: ... } }')}.`;
    const message = 'No host is declared that this could go to';
    faults.push(faultAt(piece, entry.key, 'missing-host', message, { suggestion }));
  }
}

const WORDS: { readonly [section: string]: string } = { mods: 'module', data: 'kind of data', checks: 'kind of check' };

/** (There are more modules than anybody reads in a message.) */
const whatThereIs = (section: string, known: readonly string[]): string =>
  section === 'mods' ? 'All modules are in docs/modules.md.' : `There are ${listed(known.map(code), 'and')}.`;

function analyzeModuleKey({ declaration, faults }: Collector, scope: Scope): void {
  const { piece, entry, name, path } = declaration;
  const section = path[1] ?? '';
  const isKnown = section === 'mods' ? scope.module(name) !== undefined : sortsOf(section).has(name);
  const unusable = section === 'mods' && !isKnown ? scope.unusableModule(name) : undefined;
  if (unusable) {
    const { message, suggestion, isNotRun } = unusable;
    const extras = { suggestion, ...(isNotRun ? { severity: 'warning' as const } : {}) };
    faults.push(faultAt(piece, entry.key, 'own-module', message, extras));
  } else if (!isKnown) {
    const known = [...(section === 'mods' ? scope.moduleNames() : sortsOf(section).keys())].sort();
    const message = `There is no ${WORDS[section] ?? 'module'} ${code(name)}`;
    const own = section === 'mods' ? ownModuleFor(name) : undefined;
    const isOwn = own !== undefined && known.includes(own);
    const extras = isOwn ? calledHere(own, entry.key) : meantOr(name, known, entry.key, whatThereIs(section, known));
    faults.push(faultAt(piece, entry.key, section === 'checks' ? 'unknown-check' : 'unknown-module', message, extras));
  } else if (!isMapOrNothing(entry.value)) {
    tellNoNames(declaration, faults);
  }
}

const isMapOrNothing = (node: Node): boolean => node.kind === 'map' || isNothing(node);

function keyPlace({ piece, entry }: Collector['declaration'], form: Form): Place {
  const node: Node = { kind: 'map', start: entry.key.start, end: entry.value.end, entries: [entry] };
  return placeOf(piece, form, form.title, node, entry.key);
}

function tellNoMap(
  { piece, entry }: Collector['declaration'],
  form: Form,
  title: string,
  faults: Collector['faults'],
): void {
  const { value } = entry;
  const span = value.end > value.start ? value : entry.key;
  tellWrongType(placeOf(piece, form, title, value, span), faults);
}

function placeOf(
  source: Place['source'],
  form: Form,
  title: string,
  node: Node,
  span: { readonly start: number; readonly end: number },
): Place {
  const value: Json = node.kind === 'scalar' ? node.value : node.kind === 'list' ? [] : {};
  return { source, form, title, node, value, field: undefined, name: undefined, span, isItem: false };
}
