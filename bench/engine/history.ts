// What earlier runs found: one line of JSON for each, in bench/history/. It reads and appends that file.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { root } from '../../scripts/root.ts';
import type { Cell } from './race.ts';

const file = join(root, 'bench/history/engine.jsonl');
export const historyFile = relative(root, file);

export type Run = {
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  readonly cells: readonly Cell[];
  /** Milliseconds of a further unchanged resource. */
  readonly growth: number | undefined;
};

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

export function remember(cells: readonly Cell[], growth: number | undefined): void {
  const run: Run = { date: new Date().toISOString(), commit: commit(), machine: machine(), cells, growth };
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(run)}\n`);
}

export function lastRun(): Run | undefined {
  if (!existsSync(file)) return undefined;
  const line = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1);
  return line ? (JSON.parse(line) as Run) : undefined;
}
