// What the engine works on: a project as resolved data. Types only; language/ makes it from text, and nothing in here
// knows that it was YAML.
import type { JsonObject, Module, Spec } from '../modules/contract.ts';
import type { DataSource } from '../modules/data/contract.ts';

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
  /** The groups that it belongs to. */
  readonly groups: readonly string[];
  /** Hosts that are worked on before it. */
  readonly after: readonly string[];
  /** A change of it must be confirmed by its name. */
  readonly protected: boolean;
  readonly place: Place;
};

/** How many at a time: a count, or a share of the group's hosts. */
export type Batch = { readonly hosts: number } | { readonly percent: number };

export type Group = {
  readonly name: string;
  readonly hosts: readonly string[];
  /** Hosts and groups that are worked on before it, as hosts. */
  readonly after: readonly string[];
  readonly batch: Batch | undefined;
  /** How many hosts may fail before no further one is begun. */
  readonly maxFailures: number | undefined;
  /** One host goes first, alone. */
  readonly canary: boolean;
  readonly protected: boolean;
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
  /** Where its secrets come from, by field, or by field and name (`environment.TOKEN`). */
  readonly secrets?: ReadonlyMap<string, SecretSource>;
  /** What its template, if it has one, is filled with. */
  readonly templateData?: JsonObject;
  readonly after: readonly string[];
  /** Resources whose change makes this one act again (a service restarts, a command runs). */
  readonly restartOn: readonly string[];
  /** It may not be destroyed when it leaves the text. */
  readonly preventDestroy: boolean;
  /** The user that its steps run as; otherwise the one that the host is worked on as. */
  readonly runAs: string | undefined;
  /** It is in no text: a run is taken back that had it. */
  readonly isTakenBack?: true;
  readonly timeoutSeconds: number | undefined;
  /** How often a step that failed is tried again. */
  readonly retries: number | undefined;
  readonly place: Place;
};

/** Something that is only looked at. */
export type DataRequest = {
  /** `df.root` */
  readonly address: string;
  readonly source: DataSource;
  readonly name: string;
  readonly spec: Spec;
  readonly hosts: readonly string[];
  readonly place: Place;
};

export type Policy = {
  /** How many hosts at a time. */
  readonly parallel: number;
  readonly onFailure: 'rollback' | 'stop' | 'continue';
  /** The run is undone by the host itself unless it is confirmed within this time. */
  readonly confirmSeconds: number | undefined;
  /** How often what is worth it is tried again, where a resource does not say. */
  readonly retries: number;
};

/** What is planned of a text, by the names of resources, and what of it is not. */
export type Part = { readonly names: readonly string[]; readonly leftOut: readonly Resource[] };

export type Project = {
  readonly name: string;
  readonly hosts: ReadonlyMap<string, HostSettings>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly resources: readonly Resource[];
  readonly data?: readonly DataRequest[];
  /** Resources that are in the text and can't be planned: nothing is done about them, and they are not removed either. */
  readonly leftOut?: readonly string[];
  /** It is only a part of the text (part.ts). */
  readonly part?: Part;
  /** The text depends on facts of its hosts: it is read again once they are known. */
  readonly asksFacts?: boolean;
  readonly policy: Policy;
};
