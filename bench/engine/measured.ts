// Runs one command in the lab's network and a control group of its own, and tells what it took: time, processor, memory,
// of it and all that it started. Whatever it leaves behind is ended.
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { run } from '../../test/lab/shell.ts';

const TREE = ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'].find((path) => existsSync(join(path, 'cgroup.procs'))) ?? '';
const SAMPLE_MILLISECONDS = 50;
const END_TRIES = 100;
const END_MILLISECONDS = 20;

export type Command = {
  readonly words: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly limitSeconds: number;
};

export type Taken = {
  readonly code: number;
  readonly output: string;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** The most that all its processes had at a time; only looked at when asked for, because looking costs. */
  readonly peakMegabytes: number | undefined;
};

const ENTER_GROUP = 'echo $$ >"$1" && cd "$2" && shift 2 && exec "$@"';
let groups = 0;

export async function measured(
  enter: readonly string[],
  { words, folder, environment, limitSeconds }: Command,
  isMemoryWatched: boolean,
): Promise<Taken> {
  groups += 1;
  const group = join(TREE, `viki-bench-${process.pid}-${groups}`);
  mkdirSync(group);
  const watch = isMemoryWatched ? watchMemory(group) : undefined;
  try {
    const inside = ['sh', '-c', ENTER_GROUP, 'sh', join(group, 'cgroup.procs'), folder, ...words];
    const [program = '', ...args] = [...enter, ...inside];
    const startedAt = performance.now();
    const { code, stdout, stderr } = await run({ program, args, limitSeconds, environment });
    const wallSeconds = (performance.now() - startedAt) / 1000;
    const peakMegabytes = watch?.();
    return { code, output: `${stdout}${stderr}`, wallSeconds, cpuSeconds: cpuOf(group), peakMegabytes };
  } finally {
    watch?.();
    await endGroup(group);
  }
}

const read = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

const cpuOf = (group: string): number =>
  Number(/^usage_usec (\d+)/m.exec(read(join(group, 'cpu.stat')))?.[1] ?? Number.NaN) / 1_000_000;

const pidsOf = (group: string): readonly string[] => read(join(group, 'cgroup.procs')).split('\n').filter(Boolean);

/** Shared pages count for a part in each process that has them, so that forks are not counted as copies. */
function memoryOf(pid: string): number {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    // It has ended since it was listed.
    return 0;
  }
}

function watchMemory(group: string): () => number {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(
      peak,
      pidsOf(group).reduce((sum, pid) => sum + memoryOf(pid), 0),
    );
  };
  const timer = setInterval(look, SAMPLE_MILLISECONDS);
  return () => {
    clearInterval(timer);
    return Math.round(peak);
  };
}

/** Masters of connections outlive what started them; the next one is to begin without. */
async function endGroup(group: string): Promise<void> {
  for (let tries = 0; tries < END_TRIES && pidsOf(group).length > 0; tries += 1) {
    writeFileSync(join(group, 'cgroup.kill'), '1');
    await after(END_MILLISECONDS);
  }
  rmdirSync(group);
}
