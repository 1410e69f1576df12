// What a host answered, line by line, becomes states and runs. Nothing that a host prints can make this throw.
import type { JsonObject, Probe, State, ThingId } from '../modules/contract.ts';
import { thingId } from '../modules/contract.ts';
import { thingType, toldBy } from '../modules/things/index.ts';
import { type Login, loginIn } from './login.ts';
import type { RunOutcome, RunSummary } from './result.ts';

export type Reading = {
  readonly state: State;
  readonly runs: readonly RunSummary[];
  /** There were older runs, which can't be taken back any more. */
  readonly dropped: boolean;
  /** What starts something when the host comes up, where that was asked for: `systemd`, `none`. */
  readonly hook: string | undefined;
  /** Resources that an earlier run left without the restart that was due to them. */
  readonly owed: readonly string[];
  /** Who viki is there, where that is not root. */
  readonly login: Login | undefined;
  /** What the host says of the secrets that it keeps for things. */
  readonly proofs: ReadonlyMap<ThingId, string>;
  /** Probes that got no answer, or one that made no sense. */
  readonly unanswered: readonly Probe[];
};

const OUTCOMES: ReadonlySet<string> = new Set([
  'done',
  'undone',
  'stopped',
  'partly',
  'stuck',
  'stale',
  'locked',
  'running',
  'unfinished',
]);
const RUN_LINE = /^run (\S+) (\S+) (\d+) (\S+) (\S+) (\S+) (.*)$/;
const RECOVERED_LINE = /^recovered (\S+) /;
const PROOF_LINE = /^proof (\d+) ([0-9a-f]{64})$/;
const ANSWER_LINE = /^answer (\d+)\t(.*)$/s;

export const isOutcome = (word: string): word is RunOutcome =>
  OUTCOMES.has(word) && word !== 'running' && word !== 'unfinished';

export function parseRun(line: string): RunSummary | undefined {
  const [, run = '', outcome = '', startedAt = '', undoes = '-', undoneBy = '-', who = '', project = ''] =
    RUN_LINE.exec(line) ?? [];
  if (run === '' || !OUTCOMES.has(outcome)) return undefined;
  return {
    run,
    outcome: outcome as RunSummary['outcome'],
    startedAt: Number(startedAt),
    who,
    project,
    undoes: undoes === '-' ? undefined : undoes,
    undoneBy: undoneBy === '-' ? undefined : undoneBy,
  };
}

const hookIn = (lines: readonly string[]): string | undefined =>
  lines.findLast((line) => line.startsWith('hook '))?.slice('hook '.length);

function proofsIn(probes: readonly Probe[], lines: readonly string[]): Reading['proofs'] {
  const told = lines.flatMap((line): [ThingId, string][] => {
    const [, index = '', proof = ''] = PROOF_LINE.exec(line) ?? [];
    const probe = probes[Number(index)];
    return proof === '' || !probe ? [] : [[thingId(probe), proof]];
  });
  return new Map(told);
}

export function parseReading(probes: readonly Probe[], lines: readonly string[]): Reading {
  const state: Record<ThingId, JsonObject> = {};
  const runs: RunSummary[] = [];
  const mended = new Set(lines.map((line) => RECOVERED_LINE.exec(line)?.[1]));
  for (const line of lines) {
    const run = parseRun(line);
    // The host tells the newest first; people read the newest last.
    if (run) runs.unshift(mended.has(run.run) ? { ...run, mended: true } : run);
    const answer = ANSWER_LINE.exec(line);
    const probe = answer ? probes[Number(answer[1])] : undefined;
    const value = probe ? thingType(probe.type).parse(answer?.[2] ?? '') : undefined;
    if (probe && value) state[thingId(probe)] = value;
  }
  for (const probe of probes) {
    for (const [id, told] of Object.entries(toldBy(probe, state))) state[id as ThingId] ??= told;
  }
  return {
    state,
    runs,
    dropped: lines.includes('dropped'),
    hook: hookIn(lines),
    owed: lines.flatMap((line) => (line.startsWith('owed ') ? [line.slice('owed '.length)] : [])),
    login: loginIn(probes, lines),
    proofs: proofsIn(probes, lines),
    unanswered: probes.filter((probe) => state[thingId(probe)] === undefined),
  };
}
