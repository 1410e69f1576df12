// What the command `viki` starts: Node is told to keep what it compiles of viki's code, so that the next start does without
// compiling, and then viki itself (main.ts) is loaded. It may do nothing else.
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
// Node 20 has no such thing; a folder that can't be written to only makes the start slower.
const { enableCompileCache } = module as { readonly enableCompileCache?: (folder: string) => unknown };
enableCompileCache?.(join(cache, 'viki', 'compiled'));

await import(new URL('./viki.js', import.meta.url).href);
