// What the language server must reach, each held against what was measured. Pure.
import type { Figures } from './figures.ts';
import { MEMORY_LINES, type Measure, type Results } from './measure.ts';
import { peer, undelayedPeer, viki } from './programs.ts';

export type Verdict = {
  readonly what: string;
  readonly limit: string;
  readonly found: string;
  /** Undefined: what it takes was not measured in this run. */
  readonly isReached: boolean | undefined;
};

const LONG = 10_000;
const LONGEST = 50_000;
const MIDDLE = 1000;

const TYPING_P95_MILLISECONDS = 5;
const COMPLETION_P95_MILLISECONDS = 10;
const MIDDLE_P95_MILLISECONDS = 2;
const TIMES_AS_SHIPPED = 100;
const TIMES_UNDELAYED = 30;
const START_MILLISECONDS = 300;
const RESIDENT_MEGABYTES = 120;
const GROWTH_TIMES = 5;

type Find = (measure: Measure, lines: number, server?: string, kind?: string) => Figures | undefined;

const finderOf =
  ({ rows }: Results): Find =>
  (measure, lines, server = viki.name, kind = undefined) =>
    rows.find((row) => row.measure === measure && row.lines === lines && row.server === server && row.kind === kind)
      ?.figures;

function under(what: string, limit: number, unit: string, found: number | undefined): Verdict {
  const isReached = found === undefined ? undefined : found < limit;
  return { what, limit: `< ${limit} ${unit}`, found: found === undefined ? '-' : `${found} ${unit}`, isReached };
}

/** By how many times the other server's median is longer than ours. */
function times(what: string, least: number, ours: Figures | undefined, theirs: Figures | undefined): Verdict {
  const found = ours && theirs && theirs.p50 / ours.p50;
  return {
    what,
    limit: `>= ${least} times`,
    found: found === undefined ? '-' : `${found.toPrecision(3)} times (${theirs?.p50} / ${ours?.p50} ms)`,
    isReached: found === undefined ? undefined : found >= least,
  };
}

function growth(ours: Figures | undefined, longest: Figures | undefined): Verdict {
  const found = ours && longest && longest.p50 / ours.p50;
  const what = `a keystroke at ${LONGEST} lines, to one at ${MIDDLE}: median`;
  return under(what, GROWTH_TIMES, 'times', found && Number(found.toPrecision(3)));
}

/** Every edit that breaks the text, each kind on its own. */
function breaking({ rows }: Results, lines: number, limit: number): readonly Verdict[] {
  const ours = rows.filter((row) => row.measure === 'breaking' && row.server === viki.name && row.lines === lines);
  const kinds = ours.filter(({ kind }) => kind !== undefined);
  return (kinds.length > 0 ? kinds : ours).map(({ kind = 'the text broken', figures }) =>
    under(`${kind} or mended, ${lines} lines: p95`, limit, 'ms', figures.p95),
  );
}

function wrongAnswers({ rows }: Results): Verdict {
  const ours = rows.filter((row) => row.server === viki.name && row.kind === undefined);
  const wrong = ours.reduce((sum, { figures }) => sum + figures.wrong, 0);
  const count = ours.reduce((sum, { figures }) => sum + figures.count, 0);
  return { what: 'wrong answers', limit: '0', found: `${wrong} of ${count}`, isReached: wrong === 0 };
}

export function verdicts(results: Results): readonly Verdict[] {
  const find = finderOf(results);
  const resident = results.memory.find(({ server, lines }) => server === viki.name && lines === MEMORY_LINES);
  const [typing, keys] = [find('typing', LONG), find('keys', LONG)];
  return [
    under(`keystroke to diagnostics, ${LONG} lines: p95`, TYPING_P95_MILLISECONDS, 'ms', typing?.p95),
    ...breaking(results, LONG, TYPING_P95_MILLISECONDS),
    under(`completion of a key, ${LONG} lines: p95`, COMPLETION_P95_MILLISECONDS, 'ms', keys?.p95),
    under(`completion of a name, ${LONG} lines: p95`, COMPLETION_P95_MILLISECONDS, 'ms', find('names', LONG)?.p95),
    times(`keystroke against ${peer.name}`, TIMES_AS_SHIPPED, typing, find('typing', LONG, peer.name)),
    times(`keystroke against ${undelayedPeer.name}`, TIMES_UNDELAYED, typing, find('typing', LONG, undelayedPeer.name)),
    times(`completion against ${peer.name}`, TIMES_AS_SHIPPED, keys, find('keys', LONG, peer.name)),
    times(`completion against ${undelayedPeer.name}`, TIMES_UNDELAYED, keys, find('keys', LONG, undelayedPeer.name)),
    under(`keystroke to diagnostics, ${MIDDLE} lines: p95`, MIDDLE_P95_MILLISECONDS, 'ms', find('typing', MIDDLE)?.p95),
    ...breaking(results, MIDDLE, MIDDLE_P95_MILLISECONDS),
    under(`cold start to diagnostics, ${MIDDLE} lines: p95`, START_MILLISECONDS, 'ms', find('start', MIDDLE)?.p95),
    under(`resident memory, ${MEMORY_LINES} lines, edited`, RESIDENT_MEGABYTES, 'MB', resident?.residentMegabytes),
    growth(find('typing', MIDDLE), find('typing', LONGEST)),
    wrongAnswers(results),
  ];
}
