// The module `group`: a group of the host itself. Pure: it never sees a host.
import type { Module, Refusal, Spec, State, Step } from './contract.ts';
import { groupProbe } from './things/account.ts';
import { type GroupState, groupId, groupIn, groupThingProbe, printGroup } from './things/group.ts';
import { ACCOUNT_NAME_HINT, ACCOUNT_NAME_PATTERN, noToolsRefusal } from './things/people.ts';

const nameOf = (spec: Spec): string => String(spec['name']);

function wantGroup(spec: Spec, now: State): State | Refusal {
  const name = nameOf(spec);
  const found = groupIn(now, name);
  if (found.is === 'none') return noToolsRefusal('groups');
  const account = `account:group:${name}` as const;
  if (spec['state'] === 'absent') return { ...now, [groupId(name)]: { is: 'absent' }, [account]: { is: 'absent' } };
  const gid = spec['gid'] === undefined ? undefined : String(spec['gid']);
  const made: GroupState = { is: 'group', ...(gid === undefined ? {} : { gid }), isSystem: spec['system'] === true };
  const wanted = found.is === 'absent' ? made : { ...found, ...(gid === undefined ? {} : { gid }) };
  return { ...now, [groupId(name)]: wanted, [account]: { is: 'known', name } };
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const name = nameOf(spec);
  const [is, wanted] = [groupIn(from, name), groupIn(to, name)];
  if (printGroup(is) === printGroup(wanted) || wanted.is === 'none') return [];
  const number = wanted.is === 'group' && wanted.gid !== undefined ? ` (gid ${wanted.gid})` : '';
  const title =
    wanted.is === 'absent'
      ? `remove group ${name}`
      : `${is.is === 'absent' ? 'create' : 'change'} group ${name}${number}`;
  return [{ thing: groupId(name), to: wanted, title }];
}

export const group: Module = {
  name: 'group',
  summary: 'A group of the host itself.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description: "The group's name.",
        pattern: ACCOUNT_NAME_PATTERN,
        patternHint: ACCOUNT_NAME_HINT,
        examples: ['deploy'],
      },
      gid: {
        type: 'integer',
        description: 'Its number.',
        defaultHint: 'left as it is; the next that is free when it is new',
        examples: ['1200'],
      },
      system: {
        type: 'boolean',
        description: 'It is for a service: when it is new, its number is one of those of the system.',
        defaultHint: '`false`',
        examples: ['true'],
      },
      state: {
        type: 'string',
        description: '`absent` removes it.',
        enum: ['present', 'absent'],
        defaultHint: '`present`',
      },
    },
    required: ['name'],
  },
  mainField: 'name',
  key: (spec) => groupId(nameOf(spec)),
  makes: (spec) => [`account:group:${nameOf(spec)}`],
  read: (spec) => [groupProbe(nameOf(spec)), groupThingProbe(nameOf(spec))],
  want: wantGroup,
  steps: stepsOf,
};
