// Which files are the project's own: what git tracks, and what it would track. It reads, and changes nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

const OUTPUT_LIMIT_BYTES = 16 * 1024 * 1024;

export function projectFiles(): readonly string[] {
  // A checkout that belongs to someone else (a container's volume) is no reason to refuse: nothing of it is run.
  const args = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const git = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: OUTPUT_LIMIT_BYTES });
  if (git.status !== 0) throw new Error(`git could not list the project's files: ${git.error?.message ?? git.stderr}`);
  // A file that was deleted and not yet committed is still listed.
  return git.stdout.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
}

export const isTypeScript = (path: string): boolean => path.endsWith('.ts') && !path.endsWith('.d.ts');

export function textsOf(paths: readonly string[]): ReadonlyMap<string, string> {
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}
