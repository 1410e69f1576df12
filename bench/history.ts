// What earlier runs of a benchmark found: one line of JSON for each, in bench/history/. It reads and appends that file.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { root } from '../scripts/root.ts';

/** When, with which code and on what a run was. */
export type Stamp = { readonly date: string; readonly commit: string; readonly machine: string };

function git(...args: readonly string[]): string {
  const { status, stdout } = spawnSync('git', ['-c', 'safe.directory=*', ...args], { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

function commit(): string {
  const name = git('rev-parse', '--short', 'HEAD') || 'unknown';
  return git('status', '--porcelain', '--untracked-files=no') === '' ? name : `${name}, edited`;
}

/** In general words: what the figures depend on, and nothing that names a machine. */
export function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores, ${gigabytes} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

export class History<Found extends object> {
  readonly #path: string;

  constructor(name: string) {
    this.#path = join(root, 'bench/history', `${name}.jsonl`);
  }

  /** Where it is, as people are told. */
  get file(): string {
    return relative(root, this.#path);
  }

  remember(found: Found): void {
    const run: Stamp & Found = { date: new Date().toISOString(), commit: commit(), machine: machine(), ...found };
    mkdirSync(dirname(this.#path), { recursive: true });
    appendFileSync(this.#path, `${JSON.stringify(run)}\n`);
  }

  get last(): (Stamp & Found) | undefined {
    if (!existsSync(this.#path)) return undefined;
    const line = readFileSync(this.#path, 'utf8').trimEnd().split('\n').at(-1);
    return line ? (JSON.parse(line) as Stamp & Found) : undefined;
  }
}
