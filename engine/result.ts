// What the engine tells: plans, outcomes and events as plain data that a terminal, a tree or a JSON file folds into
// what people see. Types only.
import type { ContentRef, Difference, JsonObject, State } from '../modules/contract.ts';
import type { Found } from '../modules/data/contract.ts';
import type { Reach } from './breaker.ts';
import type { HostErrorKind, RunRequest } from './host.ts';
import type { Place } from './project.ts';

export type Action = 'none' | 'create' | 'change' | 'remove' | 'refused';

/** What would happen to one resource on one host. */
export type ResourceChange = {
  readonly address: string;
  readonly place: Place | undefined;
  readonly action: Action;
  /** One line per step, in the order they will be taken. */
  readonly steps: readonly string[];
  readonly differences: readonly Difference[];
  /** For files: where the bytes are, to show both sides of a diff. */
  readonly contents: readonly ContentChange[];
  /** What else there is to know of it: that it left the text. */
  readonly note?: string;
  /** The host has changed since this run, and the text has not. */
  readonly drift?: string;
  /** What is known of it beforehand; with `refused` there is nothing to know. */
  readonly outlook?: Outlook;
  /** Why it can't be had, and what to do: only with `refused`. */
  readonly refusal: ChangeRefusal | undefined;
};

export type ChangeRefusal = {
  readonly message: string;
  readonly hint: string;
  /** What is done about it where that is forced, in words; left out where nobody can force it. */
  readonly forced?: string;
};

export type Outlook = {
  /** Why what it leaves is known only after the apply; empty when it is certain. */
  readonly expected: readonly string[];
  /** Why it can't be taken back; empty when it can. */
  readonly oneWay: readonly string[];
  /** What is restarted or run again because of it. */
  readonly restarts: readonly string[];
  /** What could go wrong with it for whoever applies it; left out where nothing does. */
  readonly warnings?: readonly string[];
};

export type ContentChange = {
  readonly path: string;
  readonly from: ContentRef | undefined;
  readonly to: ContentRef | undefined;
};

/** What a host remembers of a run. */
export type RunSummary = {
  readonly run: string;
  readonly outcome: RunOutcome | 'running' | 'unfinished';
  /** Seconds since 1970, by the host's clock. */
  readonly startedAt: number;
  /** Who started it, `user@machine`. */
  readonly who: string;
  readonly project: string;
  readonly undoes: string | undefined;
  /** The later run that undid it. */
  readonly undoneBy: string | undefined;
  /** It had been broken off, and was dealt with when the host was asked. */
  readonly mended?: true;
};

/** What was asked of a host besides: found, or why not. */
export type DataFound = { readonly address: string } & Found;

/** A plan for one host: what a person approves, and exactly what apply will do. */
export type HostPlan = {
  readonly host: string;
  readonly kind: 'apply' | 'rollback';
  /** Who viki is there, where that is known not to be root. */
  readonly login?: string;
  readonly changes: readonly ResourceChange[];
  readonly runs: readonly RunSummary[];
  /** There were older ones, which can't be taken back any more. */
  readonly dropped?: true;
  /** What its text, or somebody, wanted to know besides. */
  readonly data?: readonly DataFound[];
  /** What apply sends; undefined when there is nothing to do or something is refused. */
  readonly request: RunRequest | undefined;
  readonly before: State;
  readonly after: State;
  /** What will happen to it unless it is confirmed. */
  readonly confirm: Confirm | undefined;
  /** The run that a rollback takes back. */
  readonly undoes: string | undefined;
};

export type Confirm = {
  readonly seconds: number;
  /** What of the host takes the run back when it comes up again in between; without one, nothing does. */
  readonly hook: string | undefined;
};

/** Something went wrong with a host: which one, what it said, what to try. */
export type HostFailure = {
  readonly host: string;
  readonly kind:
    | HostErrorKind
    | 'refused'
    | 'stale'
    | 'locked'
    | 'failed'
    | 'unconfirmed'
    | 'nothing-to-undo'
    | 'not-understood'
    | 'not-begun'
    | 'taken-back';
  readonly message: string;
  readonly hint: string;
  /** The resource that it was about, and where it stands in the text. */
  readonly address: string | undefined;
  readonly place: Place | undefined;
  /** What the host printed, last lines, never a secret. */
  readonly output: readonly string[];
};

/** What a host remembers. */
export type HostRuns = {
  readonly host: string;
  /** Why nothing is known of them. */
  readonly failure: HostFailure | undefined;
  /** The newest last. */
  readonly runs: readonly RunSummary[];
  /** The run that waits to be confirmed. */
  readonly awaiting: string | undefined;
  /** There were older ones, which can't be taken back any more. */
  readonly dropped: boolean;
};

/** What hosts are, by host, and those that could not be asked. */
export type Facts = {
  readonly known: ReadonlyMap<string, JsonObject>;
  readonly failed: ReadonlyMap<string, HostFailure>;
};

export type PlanResult = { readonly plan: HostPlan } | { readonly failure: HostFailure };

export type ProjectPlan = { readonly hosts: readonly { readonly host: string; readonly result: PlanResult }[] };

/**
 * How a run ended. `done`: as planned. `undone`: it failed and everything is as before. `stopped`: it failed or was
 * cancelled and was left there by policy. `partly`: what failed, and what builds upon it, is as before; the rest is as
 * planned. `stuck`: it failed and could not be walked back; the next command resumes.
 * `stale` and `locked`: nothing was touched.
 */
export type RunOutcome = 'done' | 'undone' | 'stopped' | 'partly' | 'stuck' | 'stale' | 'locked';

export type ApplyResult = {
  readonly host: string;
  readonly run: string | undefined;
  /**
   * `nothing`: there was nothing to do. `failed`: the run did not start, or we don't know (see failure). `unreachable`: the
   * host could not be connected to, and nothing was touched. `not-begun`: its turn did not come. `taken-back`: it was
   * done, and then taken back because another host failed.
   */
  readonly outcome: RunOutcome | 'nothing' | 'failed' | 'unreachable' | 'not-begun' | 'taken-back';
  readonly changed: number;
  readonly milliseconds: number;
  readonly failure: HostFailure | undefined;
  /** The run that took it back: because another host failed, or since it was done. */
  readonly takenBackBy?: string;
  /** The resources of a run that was walked back whose doing no way back could take away. */
  readonly staying?: readonly string[];
};

export type EngineEvent =
  | { readonly host: string; readonly what: 'connecting' | 'reading' | 'planned' | 'sending' }
  /** It could not be connected to, and is tried again after so many milliseconds. */
  | { readonly host: string; readonly what: 'retrying'; readonly why: string; readonly milliseconds: number }
  /** Whether it is asked at all has changed. */
  | { readonly host: string; readonly what: 'reach'; readonly reach: Reach }
  | { readonly host: string; readonly what: 'started'; readonly run: string }
  | {
      readonly host: string;
      readonly what: 'begin' | 'done' | 'back' | 'skipped' | 'retry';
      readonly address: string;
      readonly number: number;
      readonly of: number;
    }
  | {
      readonly host: string;
      readonly what: 'step-failed';
      readonly address: string;
      readonly output: readonly string[];
    }
  | { readonly host: string; readonly what: 'awaiting'; readonly run: string; readonly seconds: number }
  | { readonly host: string; readonly what: 'confirmed' | 'unconfirmed' | 'verifying' | 'walking-back' | 'recovering' }
  | { readonly host: string; readonly what: 'ended'; readonly outcome: RunOutcome };
