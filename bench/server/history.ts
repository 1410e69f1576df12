// What earlier runs found: one line of JSON for each, in bench/history/. It reads and appends that file.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { root } from '../../scripts/root.ts';
import type { Measure, Results } from './measure.ts';
import { viki } from './programs.ts';
import { table } from './report.ts';

const file = join(root, 'bench/history/server.jsonl');
export const historyFile = relative(root, file);

/** A figure that moved by less than this says nothing: the same program differs so much from run to run. */
const NOISE_PART = 0.15;

type Run = Results & { readonly date: string; readonly commit: string; readonly machine: string };

function git(...args: readonly string[]): string {
  const { status, stdout } = spawnSync('git', ['-c', 'safe.directory=*', ...args], { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

function commit(): string {
  const name = git('rev-parse', '--short', 'HEAD') || 'unknown';
  return git('status', '--porcelain', '--untracked-files=no') === '' ? name : `${name}, edited`;
}

/** In general words: what the figures depend on, and nothing that names a machine. */
function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores, ${gigabytes} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

/** Single kinds of edit are for looking at, and would make the line ten times as long. */
export function remember(results: Results): void {
  const rows = results.rows.filter(({ kind, measure }) => kind === undefined || measure === 'breaking');
  const run: Run = {
    date: new Date().toISOString(),
    commit: commit(),
    machine: machine(),
    rows,
    memory: results.memory,
  };
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(run)}\n`);
}

export function lastRun(): Run | undefined {
  if (!existsSync(file)) return undefined;
  const line = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1);
  return line ? (JSON.parse(line) as Run) : undefined;
}

function change(before: number, now: number): string {
  const part = now / before - 1;
  if (Math.abs(part) < NOISE_PART) return 'as before';
  return part < 0 ? `${(before / now).toPrecision(2)} times faster` : `${(now / before).toPrecision(2)} times SLOWER`;
}

const shown: readonly Measure[] = ['start', 'typing', 'breaking', 'keys', 'names'];

/** Our own medians, then and now; the machine is told when it is another one, for then nothing can be compared. */
export function comparison(before: Run, results: Results): string {
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
