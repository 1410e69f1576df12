// Users and groups as fields say them: their names, who runs something, and hosts that can't make them.
import type { FieldSchema, Probe, Refusal, Spec, State, Tools } from '../contract.ts';
import { accountIn, userProbe } from './account.ts';

export const ACCOUNT_NAME_PATTERN = '^[a-z_][a-z0-9_-]{0,30}\\$?$';
export const ACCOUNT_NAME_HINT = 'up to 31 of a-z, 0-9, `_` and `-`, beginning with a letter or `_`';

export const noToolsRefusal = (what: string): Refusal => ({
  refused: `this host has nothing that viki can make ${what} with (useradd and its like)`,
  hint: 'leave this host out with `on` or `when`',
});

/** Anybody who is there already, whoever made them. */
export const LOGIN_NAME_PATTERN = '^[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?$';
export const LOGIN_NAME_HINT = 'the name of a user';

export const noUserRefusal = (user: string): Refusal => ({
  refused: `there is no user \`${user}\` on this host`,
  hint: 'create it first, or name another user',
});

const DEFAULT_RUNNER = 'root';

export const runnerField: FieldSchema = {
  type: 'string',
  description: 'Who runs it.',
  pattern: LOGIN_NAME_PATTERN,
  patternHint: LOGIN_NAME_HINT,
  examples: ['deploy'],
  defaultHint: `\`${DEFAULT_RUNNER}\``,
};

/** The `user` of a spec that has a `runnerField`. */
export const runnerOf = (spec: Spec): string => String(spec['user'] ?? DEFAULT_RUNNER);

export const runnerProbes = (spec: Spec): readonly Probe[] =>
  runnerOf(spec) === DEFAULT_RUNNER ? [] : [userProbe(runnerOf(spec))];

export function runnerRefusal(spec: Spec, now: State, tools: Tools): Refusal | undefined {
  const isThere = runnerProbes(spec).every((probe) => accountIn(now, probe).is !== 'absent');
  return isThere || tools.changesBefore ? undefined : noUserRefusal(runnerOf(spec));
}
