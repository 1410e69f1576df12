// What a declaration may look up of the rest of the project. Whatever is looked up is remembered by whoever answers, so
// that a change of it reads anew what had asked. Types only.
import type { Json, JsonObject } from '../modules/contract.ts';
import type { OwnModules, Sort, UnusableModule } from './catalog.ts';
import type { Declaration } from './declaration.ts';
import type { Piece } from './piece.ts';
import type { Source, Span } from './text.ts';

export type VariableInfo = {
  readonly name: string;
  readonly declaration: Declaration;
  readonly value:
    | { readonly kind: 'plain'; readonly json: Json }
    | { readonly kind: 'secret'; readonly from: SecretOrigin }
    /** Declared, but wrongly: that was told, and what uses it is not told again. */
    | { readonly kind: 'broken' }
    /** Hosts or groups set it, and nothing else does. */
    | { readonly kind: 'unset' };
  /** The hosts on which it has another value. */
  readonly onHosts: ReadonlyMap<string, HostValue>;
};

export type SecretOrigin = 'env' | 'prompt' | 'age' | 'keychain';

export type HostValue = { readonly json: Json; readonly declaration: Declaration };

export type HostTable = {
  /** In the order of the text. */
  readonly names: readonly string[];
  /** The hosts of each group. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** The one host stands in `vars`, as the first viki had it. */
  readonly isLegacy: boolean;
  /** Names and groups as one text: two tables with the same one are the same. */
  readonly signature: string;
};

/** The names that a template uses, and what is wrong with it; lines as people count. */
export type TemplateUse = {
  /** Its text; it does not know its own name. */
  readonly source: Source;
  readonly mistakes: readonly (Span & {
    readonly line: number;
    readonly message: string;
    readonly suggestion?: string | undefined;
  })[];
  /** `field`: of `fact`, `host` and `group`, which one. Where it is named first. */
  readonly variables: readonly (Span & {
    readonly name: string;
    readonly field?: string | undefined;
    readonly line: number;
  })[];
};

export type Outside = {
  /** Environment variables, those of `.env` included; undefined where they are not known (in an editor). */
  readonly environment?: ReadonlyMap<string, string>;
  /** The files beside the text, by their path from there; undefined where they are not known. */
  readonly files?: ReadonlySet<string>;
  /** Whether there is one of this path, where that is asked instead of known. */
  readonly hasFile?: (path: string) => boolean;
  /** What the data `facts` found of hosts, by host; hosts that were not asked are not in it. */
  readonly facts?: ReadonlyMap<string, JsonObject>;
  /** What is known of the templates beside the text, by path; undefined where nothing is. */
  readonly templates?: Pick<ReadonlyMap<string, TemplateUse>, 'get'>;
  /** The modules in the project's own folder; undefined where there are none. */
  readonly modules?: OwnModules | undefined;
};

export interface Scope {
  variable(name: string): VariableInfo | undefined;
  /** What its text says, whether it is right or not. */
  variableDeclaration(name: string): Declaration | undefined;
  variableNames(): readonly string[];
  hosts(): HostTable;
  /** The groups that stand under `groups`, sorted; hosts may name others. */
  declaredGroups(): readonly string[];
  /** The declaration that counts. */
  host(name: string): Declaration | undefined;
  resource(address: string): Declaration | undefined;
  hasResources(): boolean;
  resourceNames(): readonly string[];
  /** The hosts that a resource is for, as far as that can be told without reading it. */
  hostsOfResource(address: string): readonly string[] | undefined;
  /** The hosts that the document of a piece is for. */
  hostsOfDocument(piece: Piece): readonly string[];
  /** An environment variable; undefined where the environment is not known. */
  environment(name: string): string | undefined;
  knowsEnvironment(): boolean;
  /** Some host has told of itself. */
  knowsFacts(): boolean;
  /** What a host has told of itself; undefined while it was not asked. */
  factsOf(host: string): JsonObject | undefined;
  /** Is there such a file beside the text? Undefined where nobody knows. */
  hasFile(path: string): boolean | undefined;
  template(path: string): TemplateUse | undefined;
  /** The module of this name: one of viki's, else one of the project's own. */
  module(name: string): Sort | undefined;
  moduleNames(): readonly string[];
  /** Why a module of the project's own can't be used. */
  unusableModule(name: string): UnusableModule | undefined;
}
