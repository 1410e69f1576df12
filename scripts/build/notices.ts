// The licences of the packages that the bundles contain, as their licences ask. It reads node_modules and writes nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { root } from '../root.ts';

/** The folder of the package that a bundled file belongs to: the last `node_modules/name` or `node_modules/@scope/name`. */
const packageFolder = (input: string): string | undefined =>
  input.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1];

function noticeOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, folder)).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${folder} has no licence file: see whether viki may ship it`);
  const licence = readFileSync(join(root, folder, file), 'utf8').trim();
  return `${manifest.name} ${manifest.version}\n\n${licence}\n`;
}

export function thirdPartyNotices(metafiles: readonly Metafile[]): string {
  const folders = new Set<string>();
  for (const metafile of metafiles) {
    for (const input of Object.keys(metafile.inputs)) {
      const folder = packageFolder(input);
      if (folder) folders.add(folder);
    }
  }
  const notices = [...folders].sort().map(noticeOf);
  return ['viki contains the following packages.\n', ...notices].join(`\n${'-'.repeat(80)}\n\n`);
}
