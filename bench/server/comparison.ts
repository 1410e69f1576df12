// What is kept of a run of this benchmark, and our own medians then and now.
import { History, machine, type Stamp } from '../history.ts';
import type { Measure, Results } from './measure.ts';
import { viki } from './programs.ts';
import { table } from './report.ts';

export const history = new History<Results>('server');

/** A figure that moved by less than this says nothing: the same program differs so much from run to run. */
const NOISE_PART = 0.15;

/** Single kinds of edit are for looking at, and would make the line ten times as long. */
export const kept = ({ rows, memory }: Results): Results => ({
  rows: rows.filter(({ kind, measure }) => kind === undefined || measure === 'breaking'),
  memory,
});

function change(before: number, now: number): string {
  const part = now / before - 1;
  if (Math.abs(part) < NOISE_PART) return 'as before';
  return part < 0 ? `${(before / now).toPrecision(2)} times faster` : `${(now / before).toPrecision(2)} times SLOWER`;
}

const shown: readonly Measure[] = ['start', 'typing', 'breaking', 'keys', 'names'];

/** Our own medians, then and now; the machine is told when it is another one, for then nothing can be compared. */
export function comparison(before: Results & Stamp, results: Results): string {
  const rows = results.rows.flatMap((row) => {
    const { measure, lines, server, kind, figures } = row;
    if (server !== viki.name || !shown.includes(measure)) return [];
    const old = before.rows.find(
      (other) => other.measure === measure && other.lines === lines && other.server === server && other.kind === kind,
    );
    if (old === undefined) return [];
    const what = `${measure}${kind === undefined ? '' : `: ${kind}`}`;
    return [[String(lines), what, String(old.figures.p50), String(figures.p50), change(old.figures.p50, figures.p50)]];
  });
  const other = before.machine === machine() ? '' : `Another machine: ${before.machine}; this is ${machine()}.\n`;
  return `Against the run of ${before.date} (${before.commit})\n${other}\n${table(['lines', 'what', 'p50 then', 'p50 now', ''], rows)}\n`;
}
