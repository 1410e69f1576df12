// What every engine of the benchmark is asked for: the same resources, as plain data, and whether a host has them. It runs
// nothing on a host: it looks at its disk from outside.
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const PLACE = '/srv/bench';

export type Wanted =
  | { readonly kind: 'directory'; readonly path: string; readonly mode: string }
  | { readonly kind: 'file'; readonly path: string; readonly mode: string; readonly content: string };

export const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

/** Lines of a configuration file, so that a byte is about as well compressed and quoted as in a real one. */
function linesOf(name: string, bytes: number): string {
  let text = `# ${name}\n`;
  for (let line = 1; text.length < bytes; line += 1)
    text += `setting_${line} = "the value of ${name}, $${line} and 'so' on"\n`;
  return text;
}

/** How long the files are: most are short, as configuration is, and some are not. */
const SIZES = [40, 200, 700, 1500, 4000, 20_000];
const FILE_MODES = ['0644', '0600', '0755', '0640'];
const DIRECTORY_MODES = ['0755', '0700', '0750'];
const FILES_PER_DIRECTORY = 2;

/** So many resources: one directory, the files in it, the next directory; parents come before what lies in them. */
export function workload(count: number): readonly Wanted[] {
  const wanted: Wanted[] = [];
  for (let number = 0; wanted.length < count; number += 1) {
    const folder = `${PLACE}/service-${number}`;
    wanted.push({ kind: 'directory', path: folder, mode: DIRECTORY_MODES[number % DIRECTORY_MODES.length] ?? '0755' });
    for (let file = 0; file < FILES_PER_DIRECTORY && wanted.length < count; file += 1) {
      const order = number * FILES_PER_DIRECTORY + file;
      const path = `${folder}/${file === 0 ? 'settings.conf' : 'a name with spaces'}`;
      const mode = FILE_MODES[order % FILE_MODES.length] ?? '0644';
      wanted.push({ kind: 'file', path, mode, content: linesOf(path, SIZES[order % SIZES.length] ?? 0) });
    }
  }
  return wanted;
}

/** What is not there, or not as wanted, seen from outside of the host; empty when all is well. */
export function missing(root: string, wanted: readonly Wanted[]): readonly string[] {
  return wanted.filter((item) => !isThere(root, item)).map(({ path }) => path);
}

export const nothingThere = (root: string): boolean => !existsSync(join(root, PLACE));

function isThere(root: string, item: Wanted): boolean {
  const path = join(root, item.path);
  if (!existsSync(path)) return false;
  const found = lstatSync(path);
  if ((found.mode & 0o7777) !== Number.parseInt(item.mode, 8) || found.uid !== 0 || found.gid !== 0) return false;
  return item.kind === 'directory' ? found.isDirectory() : readFileSync(path, 'utf8') === item.content;
}
