// Where the checkout is, whatever the folder a script is started from.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = dirname(dirname(fileURLToPath(import.meta.url)));
