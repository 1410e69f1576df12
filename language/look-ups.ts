// Answers what a declaration looks up, and remembers that it did.
import { Collector } from './analysis.ts';
import { sortsOf } from './catalog.ts';
import { Expander } from './expand.ts';
import { factsOfHost } from './facts.ts';
import type { FullHostTable } from './host-table.ts';
import type { Piece } from './piece.ts';
import type { Outside, Scope, VariableInfo } from './scope.ts';
import type { Key, Names } from './tables.ts';
import { targets } from './targets.ts';
import { childOf, isNothing } from './tree.ts';

export type LookUps = {
  readonly names: Names;
  readonly outside: Outside;
  hosts(): FullHostTable;
  variable(name: string): VariableInfo | undefined;
  looksUp(key: Key): void;
};

export function scopeOf(lookUps: LookUps): Scope {
  const { names, looksUp } = lookUps;
  const scope: Scope = {
    variable: (name) => {
      looksUp(`variable:${name}`);
      return lookUps.variable(name);
    },
    variableDeclaration: (name) => {
      looksUp(`variable:${name}`);
      return names.first(`variable:${name}`);
    },
    variableNames: () => {
      looksUp('names:variable');
      looksUp('names:set');
      const own = [...lookUps.hosts().setters.keys()];
      const declared = names.ofKind('variable');
      return own.length === 0 ? declared : [...new Set([...declared, ...own])].sort();
    },
    hosts: () => {
      looksUp('hosts');
      return lookUps.hosts();
    },
    declaredGroups: () => {
      looksUp('names:group');
      return names.ofKind('group');
    },
    host: (name) => {
      looksUp(`host:${name}`);
      return names.first(`host:${name}`);
    },
    resource: (address) => {
      looksUp(`resource:${address}`);
      return names.first(`resource:${address}`);
    },
    hasResources: () => {
      looksUp('names:resource');
      return names.hasKind('resource');
    },
    resourceNames: () => {
      looksUp('names:resource');
      return names.ofKind('resource');
    },
    hostsOfResource: (address) => {
      const declaration = scope.resource(address);
      if (declaration === undefined) return undefined;
      const on = childOf(declaration.entry.value, 'on');
      if (on === undefined || isNothing(on)) return scope.hostsOfDocument(declaration.piece);
      const collector = new Collector(declaration);
      return targets(collector, new Expander(scope, collector), on);
    },
    hostsOfDocument: (piece) => hostsOfDocument(scope, lookUps, piece),
    ...outsideOf(lookUps),
    ...modulesOf(lookUps),
  };
  return scope;
}

type OfModules = 'module' | 'moduleNames' | 'unusableModule';
type OfOutside = 'environment' | 'knowsEnvironment' | 'knowsFacts' | 'factsOf' | 'hasFile' | 'template';

/** Viki's own modules never change; nobody has to remember having looked one up. */
function modulesOf({ outside, looksUp }: LookUps): Pick<Scope, OfModules> {
  const all = () => {
    looksUp('modules');
    return sortsOf('mods', outside.modules);
  };
  return {
    module: (name) => sortsOf('mods').get(name) ?? all().get(name),
    moduleNames: () => [...all().keys()],
    unusableModule: (name) => {
      looksUp('modules');
      return outside.modules?.unusable.get(name);
    },
  };
}

/** What lies outside of the text: all of it changes at once. */
function outsideOf({ outside, looksUp }: LookUps): Pick<Scope, OfOutside> {
  return {
    environment: (name) => {
      looksUp('outside');
      return outside.environment?.get(name);
    },
    knowsEnvironment: () => {
      looksUp('outside');
      return outside.environment !== undefined;
    },
    knowsFacts: () => {
      looksUp('outside');
      return outside.facts !== undefined;
    },
    factsOf: (host) => {
      looksUp('outside');
      looksUp('facts');
      const found = outside.facts?.get(host);
      return found && factsOfHost(found);
    },
    hasFile: (path) => {
      looksUp('outside');
      return outside.hasFile?.(path) ?? outside.files?.has(path);
    },
    template: (path) => {
      looksUp('outside');
      looksUp('templates');
      return outside.templates?.get(path);
    },
  };
}

function hostsOfDocument(scope: Scope, { names, looksUp }: LookUps, piece: Piece): readonly string[] {
  looksUp(`on:${piece.file}#${piece.part}`);
  const isOfDocument = (candidate: Piece): boolean => candidate.file === piece.file && candidate.part === piece.part;
  const declaration = names.all('single:on').find((candidate) => isOfDocument(candidate.piece));
  if (declaration === undefined || isNothing(declaration.entry.value)) return scope.hosts().names;
  const collector = new Collector(declaration);
  return targets(collector, new Expander(scope, collector), declaration.entry.value);
}
