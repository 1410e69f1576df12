// One writer of state.vk.json at a time: a lock file that says who holds it, and that heals itself when they are gone. It is
// some bytes, read and written at once: steps by a thread of Node's would take ten times as long.
import { linkSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { removeIfThere, uniqueSuffix } from './replace.ts';
import { isMissing } from './words.ts';

/** A note takes milliseconds: whoever holds the lock for so long sleeps, or is on a machine that we can't ask about. */
const LOCK_AGE_LIMIT_MILLISECONDS = 60_000;
const PAUSE_MILLISECONDS = 20;
const TRIES_LIMIT = 500;
const BOOT_FILE = '/proc/sys/kernel/random/boot_id';

type Holder = { readonly pid: number; readonly machine: string; readonly boot: string; readonly token: string };

export type StateLock = {
  /** False once somebody took it for abandoned: then nothing may be written any more. */
  isHeld(): boolean;
  release(): void;
};

function bootId(): string {
  try {
    return readFileSync(BOOT_FILE, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // (it lives, and is somebody else's)
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function holderOf(path: string): { holder: Holder; age: number } | undefined {
  try {
    const { mtimeMs } = statSync(path);
    const text = readFileSync(path, 'utf8');
    const [pid = '', boot = '', token = '', ...machine] = text.trim().split(' ');
    return { holder: { pid: Number(pid), boot, token, machine: machine.join(' ') }, age: Date.now() - mtimeMs };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isAbandoned(path: string): boolean {
  const found = holderOf(path);
  if (!found) return false;
  const { holder, age } = found;
  if (age > LOCK_AGE_LIMIT_MILLISECONDS) return true;
  if (holder.machine !== hostname()) return false;
  return holder.boot !== bootId() || !isAlive(holder.pid);
}

/** Moves it away before it is removed: of two that find it abandoned, one has it. */
function clear(path: string): void {
  const aside = `${path}.gone-${uniqueSuffix()}`;
  try {
    renameSync(path, aside);
    unlinkSync(aside);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** A link is made with its content in it, or not at all. */
function isTaken(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when somebody holds it for too long; errors of the file system are thrown. */
export async function lockState(path: string): Promise<StateLock | undefined> {
  const token = uniqueSuffix();
  const own = `${path}.${token}`;
  try {
    writeFileSync(own, `${process.pid} ${bootId()} ${token} ${hostname()}\n`, { flag: 'wx' });
    for (let tries = 0; tries < TRIES_LIMIT; tries += 1) {
      if (isTaken(own, path)) return held(path, token);
      if (isAbandoned(path)) clear(path);
      else await pause(PAUSE_MILLISECONDS);
    }
    return undefined;
  } finally {
    removeIfThere(own);
  }
}

function held(path: string, token: string): StateLock {
  const isHeld = (): boolean => holderOf(path)?.holder.token === token;
  return {
    isHeld,
    release() {
      if (isHeld()) removeIfThere(path);
    },
  };
}
