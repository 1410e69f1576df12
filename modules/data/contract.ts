// What a source of data is: something that is only looked at. Like a module it is pure: it says what to ask a host, and reads
// the answer. This file may import types of the module contract only.
import type { Json, Spec, SpecSchema } from '../contract.ts';

/** What was found; or why nothing could be, in words. */
export type Found = { readonly found: Json } | { readonly missing: string };

export type DataSource = {
  readonly name: string;
  readonly summary: string;
  readonly spec: SpecSchema;
  /** The field for which the name of an entry serves when it is left out; most have none. */
  readonly mainField?: string;
  /** POSIX sh for dash, bash and BusyBox ash that prints lines. It changes nothing, and its complaints are not seen. */
  ask(spec: Spec): string;
  /** Right for whatever those lines are. */
  parse(lines: readonly string[]): Found;
};

/** A tab and a line end are the only ends that a field of an answer has. */
export const TAB = '\t';
