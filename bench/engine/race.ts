// One cell of the benchmark: the contestants in turn, round after round, on the same hosts; the hosts are put back before
// each and looked at after each phase. It decides nothing and prints nothing.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LabHost } from '../../test/lab/lab.ts';
import { type Contestant, type Phase, phases, type Task } from './contestants.ts';
import { measured, type Taken } from './measured.ts';
import { counted } from './sshd-log.ts';
import { missing, nothingThere, PLACE } from './workload.ts';

const LIMIT_SECONDS = 900;
/** Who takes longer than this for a round is timed in one: more would say nothing more, and take an hour. */
const SLOW_ROUND_SECONDS = 20;
/** Who is done with a round so soon is timed more often: of a tenth of a second, what else goes on there is a large part. */
const FAST_ROUND_SECONDS = 2;
const TIMES_IF_FAST = 3;
const VIKI_HOME = '/var/lib/viki';

/** What a contestant took for one phase: medians of the rounds, and what was only looked at in a round of its own. */
export type Figures = {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number | undefined;
  /** Per host, as its sshd logged them. */
  readonly connections: number | undefined;
  readonly requests: number | undefined;
  /** How often it was timed. */
  readonly rounds: number;
  readonly remark?: string;
};

export type Cell = {
  readonly hosts: number;
  readonly delayMilliseconds: number;
  readonly resources: number;
  readonly results: { readonly [contestant: string]: { readonly [phase in Phase]: Figures } };
};

function putBack(hosts: readonly LabHost[]): void {
  for (const { root } of hosts) {
    for (const path of [PLACE, VIKI_HOME]) rmSync(join(root, path), { recursive: true, force: true });
  }
}

/** A figure is only worth something when the hosts are as they should be. */
function checkHosts({ hosts, wanted }: Task, phase: Phase, name: string): void {
  for (const host of hosts) {
    const left = phase === 'plan' ? [] : missing(host.root, wanted);
    const isRight = phase === 'plan' ? nothingThere(host.root) : left.length === 0;
    if (!isRight) throw new Error(`${name}: after ${phase}, ${host.name} is not as it should be: ${left.join(', ')}`);
  }
}

async function runPhase(contestant: Contestant, task: Task, phase: Phase, isLookedAt: boolean): Promise<Taken> {
  const command = {
    words: contestant.words(task, phase),
    folder: task.folder,
    environment: { ...process.env, HOME: task.folder, ...contestant.environment?.(task) },
    limitSeconds: LIMIT_SECONDS,
  };
  const taken = await measured(task.lab.enter, command, isLookedAt);
  const complaint = contestant.complaint(phase, taken.code, taken.output, task.hosts.length);
  if (complaint !== undefined) throw new Error(`${contestant.name}, ${phase}: ${complaint}`);
  checkHosts(task, phase, contestant.name);
  return taken;
}

const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((left, right) => left - right);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
};

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;

type Looked = Pick<Figures, 'peakMegabytes' | 'connections' | 'requests' | 'remark'>;

export type Race = {
  readonly contestants: readonly Contestant[];
  readonly taskOf: (contestant: Contestant) => Task;
  /** Of those who are neither fast nor slow. */
  readonly rounds: number;
  readonly delayMilliseconds: number;
  readonly tell: (what: string) => void;
};

export async function race({ contestants, taskOf, rounds, delayMilliseconds, tell }: Race): Promise<Cell> {
  const looked = new Map<string, Looked>();
  const taken = new Map<string, Taken[]>();
  const tasks = new Map(contestants.map((contestant) => [contestant, taskOf(contestant)]));
  for (const [contestant, task] of tasks) contestant.prepare(task);
  const done = new Set<Contestant>();
  // The first round warms up, and is where connections are counted and memory is looked at: both disturb a little.
  const warmUp = async (contestant: Contestant, task: Task): Promise<void> => {
    for (const phase of phases) {
      const { result, ...counts } = await counted(task.hosts, () => runPhase(contestant, task, phase, true));
      const remark = contestant.remark?.(phase, result.code);
      const key = `${contestant.name} ${phase}`;
      looked.set(key, { peakMegabytes: result.peakMegabytes, ...counts, ...(remark === undefined ? {} : { remark }) });
      taken.set(key, [result]);
    }
  };
  const time = async (contestant: Contestant, task: Task, round: number): Promise<void> => {
    for (const phase of phases) {
      const key = `${contestant.name} ${phase}`;
      const before = round === 1 ? [] : (taken.get(key) ?? []);
      taken.set(key, [...before, await runPhase(contestant, task, phase, false)]);
    }
  };
  for (let round = 0; round <= rounds * TIMES_IF_FAST; round += 1) {
    for (const [contestant, task] of tasks) {
      if (done.has(contestant)) continue;
      const start = performance.now();
      putBack(task.hosts);
      await (round === 0 ? warmUp(contestant, task) : time(contestant, task, round));
      const seconds = (performance.now() - start) / 1000;
      if (seconds > SLOW_ROUND_SECONDS || (round >= rounds && seconds > FAST_ROUND_SECONDS)) done.add(contestant);
      tell(`${contestant.name}, round ${round}${done.has(contestant) ? ', the last' : ''}`);
    }
  }
  const figuresOf = (name: string, phase: Phase): Figures => {
    const key = `${name} ${phase}`;
    const all = taken.get(key) ?? [];
    return {
      wallSeconds: rounded(median(all.map(({ wallSeconds }) => wallSeconds))),
      cpuSeconds: rounded(median(all.map(({ cpuSeconds }) => cpuSeconds))),
      rounds: all.length,
      ...(looked.get(key) as Looked),
    };
  };
  const results = contestants.map(({ name }) => {
    return [name, Object.fromEntries(phases.map((phase) => [phase, figuresOf(name, phase)]))] as const;
  });
  const first = tasks.values().next().value as Task;
  return {
    hosts: first.hosts.length,
    delayMilliseconds,
    resources: first.wanted.length,
    results: Object.fromEntries(results) as Cell['results'],
  };
}
