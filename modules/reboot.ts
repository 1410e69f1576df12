// The module `reboot`: a restart of the host when it asks for one, or because something has changed. Pure: it never sees a host.
import type { Module, Refusal, Spec, State, Step } from './contract.ts';
import { selfProbe } from './things/account.ts';
import { notRootRefusal } from './things/own-file.ts';
import { type RebootState, rebootId, rebootIn, rebootProbe } from './things/reboot.ts';

const ONE_WAY = 'a restart is not undone by another';
const EXPECTED = 'the host restarts when the run has ended';

const titleOf = (spec: Spec): string => `restart the host (${String(spec['reason'])})`;

function wantReboot(spec: Spec, now: State): State | Refusal {
  const { boot, isDue } = rebootIn(now);
  const refusal = notRootRefusal(now);
  if (refusal) return refusal;
  if (!isDue || spec['if_required'] === false) return now;
  const next: RebootState = { is: 'up', boot, isDue: false, isNext: true };
  return { ...now, [rebootId]: next };
}

const isNext = (state: State): boolean => rebootIn(state).isNext === true;

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  if (!isNext(to) || isNext(from)) return [];
  return [{ thing: rebootId, to: rebootIn(to), title: titleOf(spec), expected: EXPECTED, oneWay: ONE_WAY }];
}

export const reboot: Module = {
  name: 'reboot',
  summary: 'A restart of the host, when it asks for one or when what is in `run_on` has changed; it is waited for.',
  spec: {
    fields: {
      reason: {
        type: 'string',
        description: 'Why, in a few words: the plan says so.',
        minLength: 1,
        pattern: '^[^\\n\\r\\u0000]*$',
        patternHint: 'text without an end of line',
        examples: ['kernel'],
      },
      if_required: {
        type: 'boolean',
        description: 'Whether it restarts when it asks for that itself (`/run/reboot-required`).',
        examples: ['false'],
        defaultHint: '`true`',
      },
    },
    required: ['reason'],
  },
  mainField: 'reason',
  notTakenBack: ONE_WAY,
  key: () => rebootId,
  read: () => [selfProbe, rebootProbe],
  want: wantReboot,
  steps: stepsOf,
  acts(spec, from, to) {
    // (once is enough)
    if (isNext(to) && !isNext(from)) return [];
    return [{ thing: rebootId, to: {}, title: titleOf(spec), oneWay: ONE_WAY }];
  },
};
