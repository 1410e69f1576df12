// What can be asked of the engine, and what it needs for that. Types only: operate.ts is the one that does it.
import type { Reach, Rest } from './breaker.ts';
import type { BytesAnswer } from './bytes.ts';
import type { Contents } from './contents.ts';
import type { CancelSignal, Host } from './host.ts';
import type { HostSettings, Project } from './project.ts';
import type { RunRecord } from './record.ts';
import type { ApplyResult, EngineEvent, Facts, HostFailure, HostRuns, ProjectPlan } from './result.ts';

/** What one process leaves to the next about hosts that could not be reached. */
export type AwayHosts = {
  recall(settings: HostSettings): Rest | undefined;
  /** Undefined when it was reached. */
  note(settings: HostSettings, rest: Rest | undefined): void;
};

export type Dependencies = {
  openHost(settings: HostSettings): Host;
  /** Milliseconds. */
  now(): number;
  /** Waits so long, or until it is cancelled. Without it, no connection is tried again. */
  wait?(milliseconds: number, cancel: CancelSignal | undefined): Promise<void>;
  /** Sorts by time; letters, digits and `-`. */
  newRunId(): string;
  /** `user@machine`, for whoever finds the run or its lock. */
  who: string;
  emit(event: EngineEvent): void;
  /** Without it, every process finds out by itself. */
  away?: AwayHosts;
  /** Shell that a run calls at each of its events: only crash tests give one. */
  boundary?: string;
};

export type Options = {
  readonly hosts?: readonly string[];
  /** Stops safely: a run finishes its step, then walks back or stops as the policy says. */
  readonly cancel?: CancelSignal;
  /** Ends the processes of a run at once; what it left is then walked back. */
  readonly kill?: CancelSignal;
  /** Plans what is otherwise refused: to take back what somebody changed since, to remove what is not to be destroyed. */
  readonly force?: boolean;
  /** Hosts that were asked something else before, in vain: they are not asked again. */
  readonly failed?: ReadonlyMap<string, HostFailure>;
};
export type ApplyOptions = Options & {
  /** All hosts or none: when more hosts fail than may, those that were changed already are taken back too. */
  readonly rollbackAll?: boolean;
  /** `manual`: somebody else confirms a run that is to be confirmed. */
  readonly confirm?: 'auto' | 'manual';
};
export type RollbackOptions = Options & {
  readonly run?: string;
  /** Only these resources, by address. */
  readonly resources?: readonly string[];
};

export interface Operator {
  /** What the hosts are, for a text that depends on it: it is read again with this, and then planned. */
  facts(project: Project, options?: Options): Promise<Facts>;
  plan(project: Project, contents: Contents, options?: Options): Promise<ProjectPlan>;
  planRollback(project: Project, options?: RollbackOptions): Promise<ProjectPlan>;
  apply(
    project: Project,
    plan: ProjectPlan,
    contents: Contents | undefined,
    options?: ApplyOptions,
  ): Promise<readonly ApplyResult[]>;
  /** Lets a run stay that waits for it, over a new connection; false if none of that name waits. */
  confirm(project: Project, host: string, run: string): Promise<boolean | { readonly failure: HostFailure }>;
  /** What the hosts remember of runs. */
  runs(project: Project, options?: Options): Promise<readonly HostRuns[]>;
  /** Follows a run to its end (without one: the one that goes on, or was broken off), and lets it stay where that is asked. */
  attach(project: Project, host: string, run?: string, cancel?: CancelSignal): Promise<ApplyResult>;
  /** What a run did, as its host recorded it. */
  record(project: Project, host: string, run: string): Promise<RunRecord | { readonly failure: HostFailure }>;
  bytes(project: Project, host: string, path: string): Promise<BytesAnswer | { readonly failure: HostFailure }>;
  /** Whether a host is asked at all, or was not reachable and is left alone for now. */
  reach(project: Project, host: string): Reach;
  close(): Promise<void>;
}
