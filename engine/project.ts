// What the engine works on: a project as resolved data. Types only; language/ makes it from text, and nothing in here
// knows that it was YAML.
import type { Module, Spec } from '../modules/contract.ts';

/** Where in the text something was declared: a file and 1-based line and column. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/** A secret is never a value in here: only where it comes from. */
export type SecretSource =
  | { readonly from: 'env'; readonly name: string; readonly place: Place }
  | { readonly from: 'prompt'; readonly name: string; readonly place: Place }
  | { readonly from: 'text'; readonly text: string; readonly place: Place };

export type HostSettings = {
  readonly name: string;
  /** `ssh`, `local`, or the command that gives a shell there (`docker exec -i box`). */
  readonly via: 'ssh' | 'local' | readonly string[];
  readonly address: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly identity: string | undefined;
  readonly password: SecretSource | undefined;
  readonly jump: string | undefined;
  readonly sudo: { readonly password: SecretSource | undefined } | undefined;
  readonly knownHosts: string | undefined;
  readonly place: Place;
};

export type Resource = {
  /** `file.site` */
  readonly address: string;
  readonly module: Module;
  readonly name: string;
  /** The fields as written, the main field filled in. Bytes are still `content` or `source`: see content.ts. */
  readonly spec: Spec;
  readonly hosts: readonly string[];
  readonly after: readonly string[];
  readonly place: Place;
};

export type Policy = {
  /** How many hosts at a time. */
  readonly parallel: number;
  readonly onFailure: 'rollback' | 'stop';
};

export type Project = {
  readonly name: string;
  readonly hosts: ReadonlyMap<string, HostSettings>;
  readonly resources: readonly Resource[];
  readonly policy: Policy;
};
