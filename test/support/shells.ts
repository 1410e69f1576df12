// The shells that a host may have, as far as this machine has them: what we write for hosts must run in all of them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Shell = {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
};

const works = (command: string, ...more: readonly string[]): boolean =>
  spawnSync(command, [...more, '-c', 'exit 7'], { stdio: 'ignore' }).status === 7;

/** BusyBox alone: every tool that a script calls is BusyBox's too. */
function busybox(): Shell | undefined {
  if (!works('busybox', 'sh')) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'viki-busybox-'));
  process.on('exit', () => spawnSync('rm', ['-rf', folder]));
  const program = spawnSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).stdout.trim();
  const applets = spawnSync(program, ['--list'], { encoding: 'utf8' }).stdout.trim().split('\n');
  for (const applet of applets) symlinkSync(program, join(folder, applet));
  return { name: 'busybox', command: [join(folder, 'sh')], environment: { PATH: folder } };
}

/** Bash takes as long as the two others together: where there is dash, only the long ring tries it (scripts/long.ts). */
const ONLY_ONE = process.env['VIKI_SHELLS'] !== 'all';

export function shells(): readonly Shell[] {
  // `sh` is one of these two nearly everywhere; where it is not, it is what there is.
  const known = ['dash', 'bash'].filter((name) => works(name));
  const own = known.length > 0 ? known.slice(0, ONLY_ONE ? 1 : known.length) : ['sh'];
  const found = own.map(
    (name): Shell => ({ name, command: [name], environment: { PATH: process.env['PATH'], HOME: '/nowhere' } }),
  );
  const small = busybox();
  return small ? [...found, small] : found;
}
