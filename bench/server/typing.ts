// Types into several servers in turn, one edit at a time, and measures their answers; while one is measured, the others
// have nothing to do. It judges what they say by what the edits are known to do.
import type { Answer, Client, Judge } from './client.ts';
import type { Pair } from './edits.ts';
import type { Sample } from './figures.ts';

/** Every server gets used to the document for as long, before anything counts: compilers and caches are warm when people type. */
const WARM_UP_MILLISECONDS = 1500;
const WARM_UP_PAIRS_LIMIT = 300;

/** A client, what is typed into it, and how much of it. */
export type Typist = {
  readonly client: Client;
  readonly pairs: readonly Pair[];
  /** It stops early, after a pair, when it has taken so long. */
  readonly limitMilliseconds: number;
};

export type Act = (client: Client, pair: Pair) => Promise<readonly Sample[]>;

const isClean: Judge = (diagnostics) => diagnostics.length === 0;

function judgeOf(client: Client, { problemLines, isPlain }: Pair): Judge {
  if (problemLines.length === 0 || !(isPlain || client.program.knowsLanguage)) return isClean;
  return (diagnostics) => diagnostics.some(({ range }) => problemLines.includes(range.start.line));
}

const sampleOf = (kind: string, { milliseconds, isRight, diagnostics }: Answer, lines: readonly number[]): Sample => ({
  kind,
  milliseconds,
  isRight,
  elsewhere: diagnostics.filter(({ range }) => !lines.includes(range.start.line)).length,
});

/** A keystroke and the one that takes it back, each until its right diagnostics. */
export const typeAndTakeBack: Act = async (client, pair) => {
  const there = await client.edit(pair.there, judgeOf(client, pair));
  const back = await client.edit(pair.back, isClean);
  return [sampleOf(pair.kind, there, pair.problemLines), sampleOf(pair.kind, back, [])];
};

/** A keystroke with a completion in the same moment. */
export const complete: Act = async (client, pair) => {
  const { milliseconds, labels } = await client.complete(pair.there, judgeOf(client, pair));
  await client.edit(pair.back, isClean);
  return [{ kind: pair.kind, milliseconds, isRight: labels.includes(pair.label), elsewhere: 0 }];
};

async function warmUp({ client, pairs }: Typist, act: Act): Promise<void> {
  const started = performance.now();
  for (const pair of pairs.slice(0, WARM_UP_PAIRS_LIMIT)) {
    if (performance.now() - started > WARM_UP_MILLISECONDS) return;
    await act(client, pair);
  }
}

/** The samples of each typist. Who has fewer pairs gets its turns spread over the whole run. */
export async function takeTurns(typists: readonly Typist[], act: Act): Promise<readonly (readonly Sample[])[]> {
  for (const typist of typists) await warmUp(typist, act);
  const turns = Math.max(...typists.map(({ pairs }) => pairs.length));
  const states = typists.map((typist) => ({ typist, samples: [] as Sample[], milliseconds: 0, next: 0 }));
  for (let turn = 1; turn <= turns; turn += 1) {
    for (const state of states) {
      const { client, pairs, limitMilliseconds } = state.typist;
      const pair = pairs[state.next];
      const isItsTurn = Math.floor((turn * pairs.length) / turns) > state.next;
      if (pair === undefined || !isItsTurn || state.milliseconds > limitMilliseconds) continue;
      const started = performance.now();
      state.samples.push(...(await act(client, pair)));
      state.milliseconds += performance.now() - started;
      state.next += 1;
    }
  }
  return states.map(({ samples }) => samples);
}
