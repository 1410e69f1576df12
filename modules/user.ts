// The module `user`: an account of the host itself, with its groups, home and shell. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Step } from './contract.ts';
import { accountIn, groupProbe, userProbe } from './things/account.ts';
import { PATH_FIELD_HINT, PATH_FIELD_PATTERN } from './things/attributes.ts';
import { clearTextRefusal, passwordFields, passwordOf, passwordVersionOf } from './things/password.ts';
import { type PathState, pathId } from './things/path.ts';
import { ACCOUNT_NAME_HINT, ACCOUNT_NAME_PATTERN, noToolsRefusal } from './things/people.ts';
import { printUser, type UserState, userId, userIn, userThingProbe } from './things/user.ts';
import {
  printUserPassword,
  type UserPasswordState,
  userPasswordId,
  userPasswordIn,
  userPasswordProbe,
} from './things/user_password.ts';

const nameOf = (spec: Spec): string => String(spec['name']);
const text = (spec: Spec, field: string): string | undefined => spec[field] as string | undefined;

const isLeaving = (spec: Spec): boolean => spec['state'] === 'absent';

const groupsOf = (spec: Spec): readonly string[] | undefined =>
  (spec['groups'] as readonly string[] | undefined)?.toSorted();

/** How somebody new is made, where the text does not say it. */
function madeNew(spec: Spec): Extract<UserState, { is: 'user' }> {
  const name = nameOf(spec);
  const isSystem = spec['system'] === true;
  const home = isSystem ? '/nonexistent' : `/home/${name}`;
  return { is: 'user', group: name, home, shell: isSystem ? '/usr/sbin/nologin' : '/bin/sh', groups: [], isSystem };
}

/** The home that is made with somebody new. */
const homesOf = (spec: Spec): readonly string[] =>
  spec['system'] === true || isLeaving(spec) ? [] : [text(spec, 'home') ?? madeNew(spec).home];

/** What a host usually gives a new home. */
const MODE_OF_NEW_HOME = '0755';

function newHome(spec: Spec, { group }: { readonly group: string }): State {
  const made: PathState = { is: 'directory', mode: MODE_OF_NEW_HOME, owner: nameOf(spec), group };
  return Object.fromEntries(homesOf(spec).map((path) => [pathId(path), made]));
}

/** (its own group may be made with it) */
const groupsNamed = (spec: Spec): readonly string[] => [
  ...(groupsOf(spec) ?? []),
  ...(text(spec, 'group') === undefined ? [] : [String(text(spec, 'group'))]),
];

const oldWords = (name: string): string =>
  `the host keeps the password of ${name} in an old way, which viki does not keep for a way back`;

/** What becomes of the password; undefined where that is nobody's business. */
function wantPassword(spec: Spec, now: State): UserPasswordState | Refusal | undefined {
  const found = userPasswordIn(now, nameOf(spec));
  if (!found) return undefined;
  if (found.is === 'denied') {
    return { refused: 'only root sees which passwords this host has', hint: 'use `sudo` for this host' };
  }
  const isWanted = found.is === 'password' && !found.isLocked && found.version === passwordVersionOf(spec);
  if (isLeaving(spec) ? found.is === 'none' : isWanted) return found;
  if (found.is === 'old') {
    return { refused: oldWords(nameOf(spec)), hint: 'set it once yourself, with `passwd`' };
  }
  return isLeaving(spec) ? { is: 'absent' } : { is: 'password', version: passwordVersionOf(spec) };
}

function wantUser(spec: Spec, now: State): State | Refusal {
  const name = nameOf(spec);
  const found = userIn(now, name);
  if (found.is === 'none') return noToolsRefusal('users');
  const password = clearTextRefusal(spec) ?? wantPassword(spec, now);
  if (password && isRefusal(password)) return password;
  const others = { ...now, ...(password && { [userPasswordId(name)]: password }) };
  const account = `account:user:${name}` as const;
  if (isLeaving(spec)) return { ...others, [userId(name)]: { is: 'absent' }, [account]: { is: 'absent' } };
  const missing = groupsNamed(spec).find((group) => accountIn(now, groupProbe(group)).is === 'absent');
  if (missing !== undefined)
    return {
      refused: `there is no group \`${missing}\` on this host`,
      hint: `add a \`group\` for ${missing} before it`,
    };
  const base = found.is === 'absent' ? madeNew(spec) : found;
  const own = text(spec, 'group') ?? base.group;
  const uid = spec['uid'] === undefined ? base.uid : String(spec['uid']);
  const wanted: UserState = {
    ...base,
    group: own,
    home: text(spec, 'home') ?? base.home,
    shell: text(spec, 'shell') ?? base.shell,
    groups: (groupsOf(spec) ?? base.groups).filter((group) => group !== own),
    ...(uid === undefined ? {} : { uid }),
  };
  return { ...others, [userId(name)]: wanted, [account]: { is: 'known', name } };
}

const PASSWORD_EXPECTED = 'what the host keeps of its password is known when it is set';

function passwordSteps(spec: Spec, from: State, to: State): readonly Step[] {
  const name = nameOf(spec);
  const [is, wanted] = [userPasswordIn(from, name), userPasswordIn(to, name)];
  // (one that viki does not keep can't come back)
  if (!is || !wanted || wanted.is === 'old' || printUserPassword(is) === printUserPassword(wanted)) return [];
  const thing = userPasswordId(name);
  const lost = is.is === 'old' && { oneWay: oldWords(name) };
  if (wanted.is !== 'password') return [{ thing, to: wanted, title: `take the password of ${name} away`, ...lost }];
  const secret = wanted.sum === undefined ? passwordOf(spec) : undefined;
  const title = `set the password of ${name}`;
  const unlocks = is.is === 'password' && is.isLocked && !wanted.isLocked;
  const warning = `${name} is locked on this host; this unlocks it`;
  return [
    {
      ...{ thing, to: secret ? { ...wanted, secret } : wanted, title },
      ...(secret && { expected: PASSWORD_EXPECTED }),
      ...(unlocks && { warning }),
      ...lost,
    },
  ];
}

/** (who is not there has no password) */
function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const [account, password] = [accountSteps(spec, from, to), passwordSteps(spec, from, to)];
  return userIn(to, nameOf(spec)).is === 'user' ? [...account, ...password] : [...password, ...account];
}

function accountSteps(spec: Spec, from: State, to: State): readonly Step[] {
  const name = nameOf(spec);
  const [is, wanted] = [userIn(from, name), userIn(to, name)];
  if (printUser(is) === printUser(wanted) || wanted.is === 'none') return [];
  const thing = userId(name);
  if (wanted.is === 'absent') return [{ thing, to: wanted, title: `remove user ${name}` }];
  if (is.is !== 'absent') return [{ thing, to: wanted, title: `change user ${name}` }];
  const groups = wanted.groups.length === 0 ? '' : `, in ${wanted.groups.join(', ')}`;
  const title = `create user ${name} (home ${wanted.home}, shell ${wanted.shell}${groups})`;
  return [{ thing, to: { ...wanted, isSystem: spec['system'] === true }, title, brings: newHome(spec, wanted) }];
}

export const user: Module = {
  name: 'user',
  summary: 'An account of the host itself. What is in its home stays when it goes.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'What it is called.',
        pattern: ACCOUNT_NAME_PATTERN,
        patternHint: ACCOUNT_NAME_HINT,
        examples: ['deploy'],
      },
      uid: {
        type: 'integer',
        description: 'Its number.',
        defaultHint: 'left as it is; the next that is free when it is new',
        examples: ['1200'],
      },
      group: {
        type: 'string',
        description: 'The group that is its own.',
        pattern: ACCOUNT_NAME_PATTERN,
        patternHint: ACCOUNT_NAME_HINT,
        defaultHint: 'left as it is; one of its name when it is new',
        examples: ['users'],
      },
      groups: {
        type: 'array',
        description: 'The other groups that it belongs to, and no more.',
        defaultHint: 'left as they are',
        examples: ['[sudo, adm]'],
      },
      home: {
        type: 'string',
        description: 'Its home. It is made when the account is new, and not moved later.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        defaultHint: 'left as it is; `/home/NAME` when it is new',
        examples: ['/srv/deploy'],
      },
      shell: {
        type: 'string',
        description: 'What it gets when it logs in.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        defaultHint: 'left as it is; `/bin/sh` when it is new',
        examples: ['/bin/bash'],
      },
      system: {
        type: 'boolean',
        description: 'It is for a service: when it is new, it has no home and can not log in.',
        defaultHint: '`false`',
        examples: ['true'],
      },
      ...passwordFields(', or what `crypt` makes of one'),
      state: {
        type: 'string',
        description: '`absent` removes it. What is in its home stays.',
        enum: ['present', 'absent'],
        defaultHint: '`present`',
      },
    },
    required: ['name'],
  },
  mainField: 'name',
  key: (spec) => userId(nameOf(spec)),
  makes: (spec) => [`account:user:${nameOf(spec)}`, ...homesOf(spec).map(pathId)],
  read: (spec) => [
    userProbe(nameOf(spec)),
    ...groupsNamed(spec).map(groupProbe),
    ...(passwordOf(spec) || isLeaving(spec) ? [userPasswordProbe(nameOf(spec))] : []),
    userThingProbe(nameOf(spec)),
  ],
  want: wantUser,
  steps: stepsOf,
};
