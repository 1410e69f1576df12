// The seam between the engine and the ways to reach a host. Types only: hosts/ implements them, the engine awaits them.
import type { JsonObject, Probe, State, ThingId, Validation } from '../modules/contract.ts';

/** A signal to stop, structurally the platform's AbortSignal (which pure folders don't have). */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Bytes that follow a program on the host's input; the program takes exactly `size` of them. */
export type Payload = { readonly sha256: string; readonly size: number; readonly bytes: Uint8Array };

/**
 * What a host is asked to do, twice: as the shell text that real hosts run, and as the data it was compiled from, which
 * the in-memory host interprets. Both answer with the same lines.
 */
export type Program = {
  readonly request: Request;
  /** POSIX sh. Every line that it prints for us begins with `marker` and a space. */
  readonly text: string;
  readonly payload: readonly Payload[];
};

export type Request =
  | ReadRequest
  | RunRequest
  | AttachRequest
  | BytesRequest
  | RecordRequest
  | CancelRequest
  | ConfirmRequest
  | RecoverRequest;

/** Ask for the states of things, and what the host remembers of earlier runs. */
export type ReadRequest = {
  readonly kind: 'read';
  readonly probes: readonly Probe[];
  /** Whether a run that is to be confirmed is being planned. */
  readonly confirm: boolean;
  /** Whose earlier runs count, and the resources that the text has: what else those runs set up is told. */
  readonly project: string;
  readonly addresses: readonly string[];
  /** What else there is to tell: shell that prints lines. */
  readonly data: readonly string[];
  /** With it, things prove which secrets the host keeps for them. */
  readonly salt?: string;
};

/** Print the bytes of a file, at most `limit` of them. */
export type BytesRequest = { readonly kind: 'bytes'; readonly path: string; readonly limit: number };

/** Print the record of a run (the last one that can be undone when `run` is left out) and what its things are now. */
export type RecordRequest = { readonly kind: 'record'; readonly run: string | undefined; readonly project: string };

/** Ask a run to stop at the next boundary; `hard` ends its processes. */
export type CancelRequest = { readonly kind: 'cancel'; readonly run: string; readonly hard: boolean };

/** Say that a run may stay, over a connection that was made after it. */
export type ConfirmRequest = { readonly kind: 'confirm'; readonly run: string };

/** Follow a run again whose connection was lost. */
export type AttachRequest = { readonly kind: 'attach'; readonly run: string };

/** Walk back what a runner left half done when it died. */
export type RecoverRequest = { readonly kind: 'recover' };

export type RunResource = {
  readonly address: string;
  readonly forward: readonly { readonly thing: ThingId; readonly to: JsonObject; readonly validate?: Validation }[];
  readonly back: readonly { readonly thing: ThingId; readonly to: JsonObject }[];
  /** What it does once more because something else changed: after its way forward, and again after a walk back. */
  readonly acts: readonly { readonly thing: ThingId; readonly to: JsonObject }[];
  /** The resources of this run that it builds upon, as their places in the list. */
  readonly needs: readonly number[];
  /** The user that the way forward is walked as, and that acts. */
  readonly runAs: string | undefined;
  /** The user that takes it back, unless whoever runs the run is root, who can take back everything. */
  readonly backAs: string | undefined;
  /** A step that takes longer is ended and has failed. */
  readonly timeoutSeconds: number | undefined;
  /** How often a failed step is tried again. */
  readonly retries: number;
};

/** Change a host: checked against `before`, journaled, verified against `after`, walked back on failure. */
export type RunRequest = {
  readonly kind: 'run';
  readonly run: string;
  readonly project: string;
  readonly before: State;
  readonly after: State;
  readonly resources: readonly RunResource[];
  /** What can't be taken back: after a walk back it may be as it likes. */
  readonly oneWay: readonly ThingId[];
  /** sha256 of files whose bytes must be kept before they are overwritten, and where they are now. */
  readonly keep: readonly { readonly path: string; readonly sha256: string; readonly size: number }[];
  /** The record that stays on the host: what a later rollback, by anyone, reads. */
  readonly record: string;
  /** What it does to resources, a line each, for plans to come: see `claimOf` in plan.ts. */
  readonly claims: readonly string[];
  /** The earlier run that this one undoes, if it does. */
  readonly undoes: string | undefined;
  readonly onFailure: 'rollback' | 'stop' | 'continue';
  /** The host takes the run back unless it is confirmed within this time. */
  readonly confirmSeconds: number | undefined;
};

/** A connection to one host on which programs run one after another, each in one round trip. */
export interface Session {
  /** Resolves when the program has ended; rejects with a HostError when the host can't be heard any more. */
  run(program: Program, onLine: (line: string) => void, cancel?: CancelSignal): Promise<void>;
  /** False once it is known that nothing can be asked on it any more. */
  readonly isOpen: boolean;
  close(): Promise<void>;
}

export interface Host {
  readonly name: string;
  /** Where it is, for messages: `deploy@203.0.113.10:22`, `here`. */
  readonly place: string;
  open(cancel?: CancelSignal): Promise<Session>;
}

export type HostErrorKind =
  | 'unreachable'
  | 'host-key-unknown'
  | 'host-key-changed'
  | 'login-refused'
  /** What is needed to log in, or to work there, was told by nobody: no login was tried with it. */
  | 'secret-missing'
  | 'sudo-refused'
  | 'no-shell'
  | 'lost'
  | 'cancelled';

/** What a host did to us: which host, what happened, what to try. Never a bug of ours. */
export class HostError extends Error {
  readonly kind: HostErrorKind;
  readonly host: string;
  readonly hint: string;
  /** It may be otherwise in a moment, as with a host that is just starting: worth another try. */
  readonly mayPass: boolean;
  constructor(kind: HostErrorKind, host: string, message: string, hint: string, mayPass = false) {
    super(message);
    this.name = 'HostError';
    this.kind = kind;
    this.host = host;
    this.hint = hint;
    this.mayPass = mayPass;
  }
}
