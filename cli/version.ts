// Which viki this is: what the package says that it came in.
import { readFileSync } from 'node:fs';

/** The manifest lies one folder up, seen from here and from the bundle in dist/. */
const MANIFEST = new URL('../package.json', import.meta.url);

export function version(): string {
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { readonly version: string };
  return manifest.version;
}
