// The packaged extension that is put to the test: the one that VIKI_VSIX names, or one that is packaged now.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from '../../scripts/root.ts';
import { runCommand } from './processes.ts';

const PACKAGE_LIMIT_SECONDS = 180;

/** Packages the extension into `folder` and returns the path of the .vsix. */
export async function ensureVsix(folder: string): Promise<string> {
  const named = process.env['VIKI_VSIX'];
  if (named) {
    if (!existsSync(named)) throw new Error(`VIKI_VSIX names ${named}, which does not exist`);
    return resolve(named);
  }
  const vsix = join(folder, 'viki.vsix');
  const args = [join(root, 'scripts', 'package.ts'), '--out', vsix];
  await runCommand(process.execPath, args, { folder: root, limitSeconds: PACKAGE_LIMIT_SECONDS });
  return vsix;
}
