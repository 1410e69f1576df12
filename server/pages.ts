// Where the pages about problems are, for a client that does not say: beside the server, where both came in one package.
// It looks whether they are there, and reads nothing.
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** `program` is what this process runs: a bundle in `dist/`, or the source of the server. */
export function pagesBeside(program: string | undefined): string | undefined {
  if (program === undefined || !existsSync(program)) return undefined;
  const folder = join(dirname(realpathSync(program)), '..', 'docs', 'problems');
  return existsSync(folder) ? pathToFileURL(folder).href : undefined;
}
