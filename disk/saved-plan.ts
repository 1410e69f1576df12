// Saved plans as files: written whole or not at all, and read only when they are as they were written. It knows no host.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { SavedPlan } from '../engine/saved-plan.ts';
import { replaceFile } from './replace.ts';
import { isMissing, mebibytes, whyUnreadable, whyUnwritable } from './words.ts';

const FILE_LIMIT_BYTES = 64 * 1024 * 1024;
const FORMAT = 'viki plan';
const VERSION: SavedPlan['version'] = 1;

export type PlanFile = SavedPlan & { readonly format: typeof FORMAT; readonly checksum: string };

type Trouble = { readonly message: string; readonly hint: string };

export const mark = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

export function printSavedPlan(plan: SavedPlan): string {
  const body = { format: FORMAT, ...plan };
  return `${JSON.stringify({ ...body, checksum: mark(JSON.stringify(body)) }, undefined, 2)}\n`;
}

const ANEW = 'make it anew with `viki plan -o FILE`';

export function parseSavedPlan(text: string): { readonly plan: SavedPlan } | { readonly why: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { why: 'is no whole JSON' };
  }
  const { checksum, ...body } = (value ?? {}) as Partial<PlanFile>;
  if (body.format !== FORMAT) return { why: 'is not a plan that `viki plan -o` wrote' };
  if (body.version !== VERSION) {
    return { why: `has version ${String(body.version)}; this viki reads version ${VERSION}` };
  }
  if (checksum !== mark(JSON.stringify(body))) return { why: 'was changed since viki wrote it: its checksum is wrong' };
  const { format: _, ...plan } = body;
  return { plan: plan as SavedPlan };
}

export async function readSavedPlan(path: string, shown: string): Promise<{ readonly plan: SavedPlan } | Trouble> {
  try {
    const found = await stat(path);
    // (reading a pipe would wait for ever)
    if (!found.isFile()) return { message: `the plan ${shown} is no regular file`, hint: ANEW };
    if (found.size > FILE_LIMIT_BYTES) {
      return { message: `the plan ${shown} is larger than ${mebibytes(FILE_LIMIT_BYTES)}`, hint: ANEW };
    }
    const parsed = parseSavedPlan(await readFile(path, 'utf8'));
    return 'plan' in parsed ? parsed : { message: `the plan ${shown} ${parsed.why}`, hint: ANEW };
  } catch (error) {
    return { message: `the plan ${shown} ${whyUnreadable(error)}`, hint: ANEW };
  }
}

/** A slip of the hand must not cost anybody their text. */
async function isOverwritable(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return text === undefined || text === '' || 'plan' in parseSavedPlan(text);
}

/** Undefined when it is written. */
export async function writeSavedPlan(path: string, shown: string, plan: SavedPlan): Promise<Trouble | undefined> {
  try {
    if (!(await isOverwritable(path))) {
      const message = `${shown} is there and is no plan, so it was not overwritten`;
      return { message, hint: 'name another file' };
    }
    await replaceFile(path, printSavedPlan(plan));
    return undefined;
  } catch (error) {
    return { message: `the plan ${shown} ${whyUnwritable(error)}`, hint: 'name another file' };
  }
}
