// Where this user's viki keeps what it can do without. It makes no folder.
import { homedir } from 'node:os';
import { join } from 'node:path';

export const cacheFolder = (environment: NodeJS.ProcessEnv): string =>
  join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'viki');
