// What the command `viki` starts: it loads viki itself (main.ts) as it was compiled at earlier starts. It may do nothing else.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCompiled } from './compiled.ts';

const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
loadCompiled(fileURLToPath(new URL('./viki.cjs', import.meta.url)), join(cache, 'viki', 'compiled'));
