// What a module is: pure functions over plain data, and nothing else. This file may import nothing; a module
// imports it and the things it touches (`things/`), never another module, Node, the clock or chance.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/**
 * Something on a host that has a state of its own: a path, an account. Modules that touch the same thing share its
 * id, so that what one resource will do is known when the next one is planned.
 */
export type ThingId = `${string}:${string}`;

/** States of things, by id. A state is plain data; bytes appear in it as a sha256 only. */
export type State = { readonly [id: ThingId]: JsonObject };

/** One thing that must be known before a plan can be made. */
export type Probe = { readonly type: string; readonly at: string };

/** One move on the way between two states: make this thing have that state, whatever it is now. */
export type Step = {
  readonly thing: ThingId;
  readonly to: JsonObject;
  readonly title: string;
  /** Why what it leaves is known only after it was taken. */
  readonly expected?: string;
  /** Why it can't be taken back. */
  readonly oneWay?: string;
  /** What it restarts. */
  readonly restarts?: string;
  /** What is there with it, where nothing was: the home of a new user. */
  readonly brings?: State;
  /** What could go wrong with it for whoever applies it, and what to do about that. */
  readonly warning?: string;
  /** What the bytes of a file must pass on the host before they are in place. */
  readonly validate?: Validation;
};

/** `command` is shell that fails for bytes that are wrong; `$1` is a file of that `name` that has them. */
export type Validation = {
  readonly command: string;
  readonly name: string;
  /** The bytes, where the step itself brings none: what a link is about to lead to. */
  readonly content?: ContentRef;
};

/** What `program` of the host can say with the plan already: whether these bytes could be at `path`. */
export type Trial = Validation & { readonly program: string; readonly path: string; readonly content: ContentRef };

/** What a module is given beside its spec and the world. */
export type Tools = {
  /** A reference to the bytes of this text, which are then at hand when the step that needs them is taken. */
  bytes(text: string): ContentRef;
  /** Something before it in this plan changes the host, so what is not there now may be there by then. */
  readonly changesBefore: boolean;
  /** It names others in `run_on`: what has nothing else that says when, only acts. */
  readonly waits?: boolean;
  /** The paths in this folder that other resources of the text have to do with, or name. */
  others?(folder: string): readonly string[];
  /** Whether what the host keeps of a thing's secrets are these bytes; undefined where it says nothing of them. */
  isKept?(secret: ContentRef, id: ThingId): boolean | undefined;
};

/** Why a wanted state can't be had on this host, said before anything is touched. */
export type Refusal = { readonly refused: string; readonly hint: string };

/** Bytes that a spec asks for, once they have been read and hashed outside the module. */
export type ContentRef = {
  readonly sha256: string;
  readonly size: number;
  /** The bytes are a secret behind a line of chance, so that their sum and their size say nothing of it. */
  readonly isSecret?: true;
};

/** One thing in a folder of the project, by its path from there. */
export type TreeEntry =
  | { readonly path: string; readonly is: 'directory'; readonly mode: string }
  | ({ readonly path: string; readonly is: 'file'; readonly mode: string } & ContentRef)
  | { readonly path: string; readonly is: 'link'; readonly target: string };

/** All that is in a folder of the project; a folder comes before what is in it. */
export type Tree = readonly TreeEntry[];

/** An answer that begins with this stands for every answer that begins with what follows: the rest is known afterwards. */
export const OPEN_ANSWER = '?';

/**
 * What a state `is` that asks for no more than that nothing of viki's is there: where nobody could tell before whether there was
 * something, only what viki itself has made goes. Only ever wanted, and it answers to anything.
 */
export const UNMADE = 'unmade';

/** It is not there, as far as viki is concerned. */
export const isGone = (state: JsonObject | undefined): boolean =>
  state?.['is'] === 'absent' || state?.['is'] === UNMADE;

/** The subset of JSON Schema that a module's `spec` is written in; it validates, completes, hovers and prints the manual. */
export type FieldSchema = {
  /** A list is one of texts, a map one of names to texts. */
  readonly type: 'string' | 'boolean' | 'integer' | 'number' | 'array' | 'object';
  readonly description: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  /** What the pattern asks for, in words: an error message quotes it. */
  readonly patternHint?: string;
  readonly minLength?: number;
  /**
   * The way of its own that it is written in, of a list each of its texts: what is wrong with it is told at its very place, and
   * finds more than a pattern does.
   */
  readonly notation?:
    | 'cron'
    | 'calendar'
    | 'ports'
    | 'public-key'
    | 'repository'
    | 'download'
    | 'packages'
    | 'mount-options';
  /** What each of a list must be. */
  readonly items?: { readonly description: string; readonly pattern: string; readonly patternHint: string };
  readonly minimum?: number;
  readonly maximum?: number;
  readonly examples?: readonly string[];
  readonly defaultHint?: string;
  /**
   * `content`: the text itself is the bytes. `local-file`: the path of a file beside the `.vk.yaml` that has them.
   * `template`: the path of a template beside it that they are made of. The module finds them as `content`.
   * `local-tree`: the path of a folder beside it; the module finds a `Tree` as `tree`.
   * `own`: like `content`, but the module finds them in a field of the same name, where there may be several.
   * `variables`: of a map, what is secret is the bytes, as shell that exports it. The module finds them as `secrets`, with
   * their `names`, and what is no secret as it is.
   */
  readonly bytes?: 'content' | 'local-file' | 'local-tree' | 'template' | 'own' | 'variables';
  /** Its text may be a secret variable. */
  readonly secret?: true;
};

export type SpecSchema = {
  readonly fields: { readonly [name: string]: FieldSchema };
  readonly required: readonly string[];
  /** Groups of which at most one field may be given. */
  readonly oneOf?: readonly (readonly string[])[];
};

export type Spec = JsonObject;

export type Module = {
  readonly name: string;
  readonly summary: string;
  readonly spec: SpecSchema;
  /** The field for which the resource's name serves when it is left out. */
  readonly mainField: string;
  /** What a rollback does not bring back, and why; left out where it brings back everything. */
  readonly notTakenBack?: string;
  /** The thing that a resource claims: two resources with one key on a host are a problem. */
  key(spec: Spec): ThingId;
  /** Which part of that thing it claims, where others may have other parts: a line of a file. */
  part?(spec: Spec): string;
  /** What it sets of that thing leaves parts of it to others: a file whose content it does not say. */
  leavesParts?(spec: Spec): boolean;
  read(spec: Spec): readonly Probe[];
  /**
   * The things that it makes are each for itself: when it leaves the text, those that viki made go, although the others were
   * there before.
   */
  readonly eachForItself?: true;
  /** What else comes to be by it, of what others look at: they come after it. */
  makes?(spec: Spec): readonly ThingId[];
  /** What should be; whatever the spec does not mention stays as it is now. */
  want(spec: Spec, now: State, tools: Tools): State | Refusal;
  /**
   * What should be where it is to be taken away: only then does a spec have `state: absent`. A module without this is of
   * something that can't be.
   */
  absent?(spec: Spec, now: State): State | Refusal;
  /** What its content can be tried with before there is a plan, where the host has the program. `bytes` is that of the tools. */
  tries?(spec: Spec, bytes: Tools['bytes']): Trial | undefined;
  /** The way between any two states of the things that `read` names. */
  steps(spec: Spec, from: State, to: State): readonly Step[];
  /**
   * What it does once more because something that it names in `restart_on` or `run_on` has changed: a restart, a command.
   * Done after its own steps, and again after a walk back. Nothing looks at what it leaves.
   */
  acts?(spec: Spec, from: State, to: State): readonly Step[];
};

/**
 * What a module throws that is none of viki's own and does not keep to this: whoever asked it, a text or a host, is told, and
 * nobody else suffers. No module of viki's throws it.
 */
export class ModuleFailure extends Error {
  override readonly name = 'ModuleFailure';
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

export const isRefusal = (value: object): value is Refusal => 'refused' in value;

/** The text says that it is to be taken away. */
export const isToGo = ({ absent }: Module, spec: Spec): boolean => absent !== undefined && spec['state'] === 'absent';

/** What a resource has for itself: a thing, or a part of one. */
export const claimOf = ({ key, part }: Module, spec: Spec): string =>
  part === undefined ? key(spec) : `${key(spec)}: ${part(spec)}`;

export const thingId = (probe: Probe): ThingId => `${probe.type}:${probe.at}`;

export function probeOf(id: ThingId): Probe {
  const colon = id.indexOf(':');
  return { type: id.slice(0, colon), at: id.slice(colon + 1) };
}

/** A difference between two states of one thing, in a person's words. */
export type Difference = { readonly what: string; readonly from: string; readonly to: string };

/**
 * A kind of thing: how a host is asked about many of them at once, how the answer is read, and how one is set. The
 * shell text is POSIX sh for dash, bash and BusyBox ash.
 */
export type ThingType = {
  readonly type: string;
  /** Functions that `ask` and `set` call; sent once per program, and only when used. */
  readonly library: string;
  /** Shell that prints `index TAB answer` for each of the given things, in any order. */
  ask(at: readonly { readonly index: number; readonly at: string }[]): string;
  /** The state that an answer tells; undefined for anything that is not an answer. */
  parse(answer: string): JsonObject | undefined;
  /** The answer that a host in this state gives: the inverse of `parse`. */
  print(state: JsonObject): string;
  /** Shell that gives the thing at this place this state, whatever it is now; absent for things that are only read. */
  set?(at: string, to: JsonObject): string;
  /** Shell for what is done to the thing and leaves no state (a restart), with what a module's `acts` says. */
  act?(at: string, what: JsonObject): string;
  /** The bytes (by sha256) that must be at hand on the host before `set` can run. */
  needs(to: JsonObject): readonly ContentRef[];
  differences(from: JsonObject, to: JsonObject): readonly Difference[];
  /** Shell that prints, for people, why the thing may not be as planned after a run. It changes nothing. */
  readonly why?: (at: string) => string;
  /** What to look at when it is not as planned after a run; otherwise somebody else is suspected. */
  readonly suspect?: string;
  /**
   * The kind of thing, at the same place, that tells what is in it as a list of `names`, for what others put something into:
   * it does not go with what nobody planned to take away. `isIn`: something can be in it in this state. `idOf`: what a name is
   * as a thing of its own, where it is not a path in it. `how`: what the names are to it, other than `in it`.
   */
  readonly inside?: {
    readonly type: string;
    isIn(state: JsonObject): boolean;
    idOf?(name: string): ThingId | undefined;
    readonly how?: string;
  };
  /** The paths that come and go with it and are no things of their own. */
  holds?(at: string, state: JsonObject): readonly string[];
  /** All that is in the folder at its place comes and goes with it. */
  readonly fillsFolder?: true;
  /** What it tells of things that nobody could name before: the paths below a folder. They count as read. */
  tells?(at: string, state: JsonObject): State;
  /** The thing that it tells of, where another kind sets that: whoever looks at the one builds upon the other. */
  tellsOf?(at: string): ThingId | undefined;
  /** Nobody can tell whether it is there: what would have it does not run, or is not there itself. `unmade` can be set. */
  isUntold?(state: JsonObject): boolean;
  /** Whatever a host allows its users: nobody but root can set it. */
  readonly onlyRoot?: true;
};

/** A shell word that stands for exactly this text. */
export const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
