// One writer of state.vk.json at a time: a lock file that says who holds it, and that heals itself when they are gone.
import { link, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { uniqueSuffix } from './replace.ts';
import { isMissing } from './words.ts';

/** A note takes milliseconds: whoever holds the lock for so long sleeps, or is on a machine that we can't ask about. */
const LOCK_AGE_LIMIT_MILLISECONDS = 60_000;
const PAUSE_MILLISECONDS = 20;
const TRIES_LIMIT = 500;
const BOOT_FILE = '/proc/sys/kernel/random/boot_id';

type Holder = { readonly pid: number; readonly machine: string; readonly boot: string; readonly token: string };

export type StateLock = {
  /** False once somebody took it for abandoned: then nothing may be written any more. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
};

const bootId = (): Promise<string> =>
  readFile(BOOT_FILE, 'utf8').then(
    (text) => text.trim(),
    () => 'unknown',
  );

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // (it lives, and is somebody else's)
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function holderOf(path: string): Promise<{ holder: Holder; age: number } | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const [pid = '', boot = '', token = '', ...machine] = text.trim().split(' ');
    return { holder: { pid: Number(pid), boot, token, machine: machine.join(' ') }, age: Date.now() - mtimeMs };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const found = await holderOf(path);
  if (!found) return false;
  const { holder, age } = found;
  if (age > LOCK_AGE_LIMIT_MILLISECONDS) return true;
  if (holder.machine !== hostname()) return false;
  return holder.boot !== (await bootId()) || !isAlive(holder.pid);
}

/** Moves it away before it is removed: of two that find it abandoned, one has it. */
async function clear(path: string): Promise<void> {
  const aside = `${path}.gone-${uniqueSuffix()}`;
  try {
    await rename(path, aside);
    await unlink(aside);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Undefined when somebody holds it for too long; errors of the file system are thrown. */
export async function lockState(path: string): Promise<StateLock | undefined> {
  const token = uniqueSuffix();
  const own = `${path}.${token}`;
  await writeFile(own, `${process.pid} ${await bootId()} ${token} ${hostname()}\n`, { flag: 'wx' });
  try {
    for (let tries = 0; tries < TRIES_LIMIT; tries += 1) {
      // A link is made with its content in it, or not at all.
      const isOurs = await link(own, path).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') return false;
          throw error;
        },
      );
      if (isOurs) return held(path, token);
      if (await isAbandoned(path)) await clear(path);
      else await pause(PAUSE_MILLISECONDS);
    }
    return undefined;
  } finally {
    await unlink(own).catch(() => undefined);
  }
}

function held(path: string, token: string): StateLock {
  const isHeld = async (): Promise<boolean> => (await holderOf(path))?.holder.token === token;
  return {
    isHeld,
    async release() {
      if (await isHeld()) await unlink(path).catch(() => undefined);
    },
  };
}
