// What the command `viki` starts: it loads viki itself (main.ts) as it was compiled at earlier starts. It may do nothing else.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache-folder.ts';
import { loadCompiled } from './compiled.ts';

loadCompiled(fileURLToPath(new URL('./viki.cjs', import.meta.url)), join(cacheFolder(process.env), 'compiled'));
