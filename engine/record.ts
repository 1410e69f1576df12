// The record of a run, as it stays on the host: what was changed, from what, to what, and where the text asked for it.
// Whoever rolls back reads it, also from another machine. No secrets, no bytes.
import type { Spec, State } from '../modules/contract.ts';
import type { Place } from './project.ts';

export type RecordedResource = {
  readonly address: string;
  readonly module: string;
  readonly name: string;
  readonly place: Place;
  readonly spec: Spec;
  /** The states of the things that it changed, right before and right after it did. */
  readonly before: State;
  readonly after: State;
  /** It acts when what it waits for changes, so also when that is taken back: how the things that it acts upon were left. */
  readonly acts?: State;
  /** The user that it was done as. */
  readonly runAs?: string;
};

export type RunRecord = {
  readonly version: 1;
  readonly run: string;
  readonly project: string;
  readonly host: string;
  readonly resources: readonly RecordedResource[];
};

/** What took back only a part of a run is told apart by this: no run is called like that, so the rest can be taken back. */
export const partOf = (run: string): string => `${run}/partly`;

/** One line, so that it travels as one. */
export const printRecord = (record: RunRecord): string => JSON.stringify(record);

/** The record, or why it can't be read. */
export function parseRecord(text: string): RunRecord | { readonly unreadable: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { unreadable: 'it is not whole' };
  }
  const record = value as Partial<RunRecord> | null;
  if (record === null || typeof record !== 'object' || !Array.isArray(record.resources)) {
    return { unreadable: 'it is not a record of a run' };
  }
  if (record.version !== 1)
    return { unreadable: `its version is ${String(record.version)}; this viki reads version 1` };
  return record as RunRecord;
}
