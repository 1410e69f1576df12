// Makes the system packages of packages.txt be there, or says in words which are not. It may install nothing else.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installPackages, parsePackages } from '../../scripts/install.mjs';
import { findProgram } from './processes.ts';

const LIST = fileURLToPath(new URL('packages.txt', import.meta.url));

/** What stands in the way, if a package is missing and can't be installed here. */
export function ensureSystemPackages(): string | undefined {
  installPackages([LIST]);
  const missing = parsePackages(readFileSync(LIST, 'utf8'))
    .filter(({ programs }) => !programs.every((program) => findProgram(program)))
    .map(({ name }) => name);
  if (missing.length === 0) return undefined;
  return `system packages are missing: ${missing.join(' ')} (as root: apt-get install ${missing.join(' ')})`;
}
