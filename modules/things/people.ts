// What users and groups have in common as fields say them: their names, and hosts that can't make them.
import type { Refusal } from '../contract.ts';

export const ACCOUNT_NAME_PATTERN = '^[a-z_][a-z0-9_-]{0,30}\\$?$';
export const ACCOUNT_NAME_HINT = 'up to 31 of a-z, 0-9, `_` and `-`, beginning with a letter or `_`';

export const noToolsRefusal = (what: string): Refusal => ({
  refused: `this host has nothing that viki can make ${what} with (useradd and its like)`,
  hint: 'leave this host out with `on` or `when`',
});
