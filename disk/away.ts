// Which hosts could not be reached from this machine, for the commands that come after: small files in a folder of the
// user's, one for each host, so that commands at the same time do not stand in each other's way. Without them, or with a
// folder that can't be written to, a host that is away costs its timeout again and nothing else.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rest } from '../engine/breaker.ts';
import { HostError } from '../engine/host.ts';
import type { AwayHosts } from '../engine/operator.ts';
import type { HostSettings } from '../engine/project.ts';
import { uniqueSuffix } from './replace.ts';

/** Of hosts that nobody asks any more: longer than any of them rests. */
const FORGOTTEN_AFTER_MILLISECONDS = 86_400_000;
const FILES_LIMIT = 10_000;

/** Where it is, and nothing that lets us in. */
const nameOf = ({ name, via, address, port, user, jump }: HostSettings): string =>
  `${createHash('sha256')
    .update(JSON.stringify([name, via, address, port, user, jump]))
    .digest('hex')}.json`;

type Kept = Omit<Rest, 'why'> & { readonly message: string; readonly hint: string };

const isTime = (value: unknown): value is number => Number.isFinite(value);

/** (Who sets the clock back would wait for a time that does not come.) */
function keptIn(text: string, now: number): Kept | undefined {
  const { since, retryAt, failures, message, hint } = JSON.parse(text) as Partial<Kept>;
  if (!isTime(since) || !isTime(retryAt) || !isTime(failures) || since > now) return undefined;
  if (typeof message !== 'string' || typeof hint !== 'string') return undefined;
  return { since, retryAt, failures, message, hint };
}

/** What may fail without harm. */
function trying<Answer>(act: () => Answer): Answer | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

function forgetOld(folder: string, now: number): void {
  for (const name of readdirSync(folder).slice(0, FILES_LIMIT)) {
    const path = join(folder, name);
    trying(() => statSync(path).mtimeMs + FORGOTTEN_AFTER_MILLISECONDS < now && unlinkSync(path));
  }
}

function write(folder: string, name: string, kept: Kept): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unfinished = join(folder, `${name}.${uniqueSuffix()}`);
  writeFileSync(unfinished, JSON.stringify(kept), { mode: 0o600 });
  renameSync(unfinished, join(folder, name));
}

/** `isMeant`: somebody wants just this host, so it is tried at once. `hintFor`: what to do about one that is left alone. */
export const awayHosts = (
  folder: string,
  now: () => number,
  { isMeant, hintFor }: { isMeant(host: string): boolean; hintFor(host: string): string },
): AwayHosts => ({
  recall(settings) {
    const { name } = settings;
    const kept = trying(() => keptIn(readFileSync(join(folder, nameOf(settings)), 'utf8'), now()));
    if (kept === undefined) return undefined;
    const { message, hint, ...rest } = kept;
    const why = new HostError(
      'unreachable',
      name,
      message,
      `${hint}${/[.?!]$/.test(hint) ? '' : '.'} ${hintFor(name)}`,
    );
    return { ...rest, why, ...(isMeant(name) && { retryAt: 0 }) };
  },
  note(settings, rest) {
    const name = nameOf(settings);
    if (rest === undefined) {
      trying(() => unlinkSync(join(folder, name)));
      return;
    }
    const { why, ...times } = rest;
    trying(() => write(folder, name, { ...times, message: why.message, hint: why.hint }));
    trying(() => forgetOld(folder, now()));
  },
});
