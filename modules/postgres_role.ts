// The module `postgres_role`: a role of the host's own PostgreSQL server, with its password and its memberships. Pure: it
// never sees a host, nor a password.
import {
  type FieldSchema,
  type Module,
  type Probe,
  type Refusal,
  type Spec,
  type State,
  type Step,
  type Tools,
  UNMADE,
} from './contract.ts';
import { selfProbe } from './things/account.ts';
import { clearTextRefusal, passwordFields, passwordOf, passwordVersionOf } from './things/password.ts';
import {
  going,
  isUntold,
  NAME_HINT,
  NAME_PATTERN,
  nameRefusal,
  OWN_PREFIX,
  postgresRefusal,
  serverProbes,
  UNTOLD_EXPECTED,
} from './things/postgres.ts';
import {
  isMember,
  type MemberState,
  type Membership,
  memberId,
  memberIn,
  memberProbe,
} from './things/postgres_member.ts';
import {
  FLAGS,
  type Flag,
  printRole,
  type Role,
  type RoleState,
  roleId,
  roleIn,
  roleProbe,
} from './things/postgres_role.ts';

/** Whom viki works as: without its rights, nothing could be taken back. */
const OPERATOR = 'postgres';
const PASSWORD_EXPECTED = 'what the server keeps of its password is known when it is set';
/** What a new one may do where the text does not say it. */
const NEW: Role = { is: 'role', flags: 'li', limit: -1, validUntil: '', version: '', password: 'none' };

const nameOf = (spec: Spec): string => String(spec['name']);
const groupsOf = (spec: Spec): readonly string[] => (spec['member_of'] as readonly string[] | undefined) ?? [];

const isGiven = (spec: Spec, flag: Flag, found: boolean): boolean =>
  typeof spec[flag] === 'boolean' ? spec[flag] : found;

const flagsOf = (spec: Spec, found: string): string =>
  Object.entries(FLAGS)
    .filter(([letter, flag]) => isGiven(spec, flag, found.includes(letter)))
    .map(([letter]) => letter)
    .join('');

const isPasswordSet = (spec: Spec, { version }: Role): boolean =>
  passwordOf(spec) === undefined || version === passwordVersionOf(spec);

const md5Refusal = (name: string): Refusal => ({
  refused: `the server keeps the password of ${name} as MD5, which viki does not keep for a way back`,
  hint: "set it once yourself, with `password_encryption = 'scram-sha-256'`",
});

function unfit(spec: Spec, found: RoleState): Refusal | undefined {
  const name = nameOf(spec);
  const clear = clearTextRefusal(spec);
  if (clear) return clear;
  if (name.startsWith(OWN_PREFIX)) {
    return { refused: `names that begin with ${OWN_PREFIX} are PostgreSQL's own`, hint: 'choose another name' };
  }
  if (name === OPERATOR && (spec['superuser'] === false || spec['login'] === false)) {
    const hint = 'leave `superuser` and `login` out for it';
    return { refused: `without them viki could not take anything back: it works as ${OPERATOR}`, hint };
  }
  if (found.is === 'role' && found.password === 'md5' && !isPasswordSet(spec, found)) return md5Refusal(name);
  return [name, ...groupsOf(spec)].map(nameRefusal).find((refusal) => refusal !== undefined);
}

/** Roles that it is to be a member of, and that are not there. */
function groupRefusal(spec: Spec, now: State, { changesBefore }: Tools): Refusal | undefined {
  const missing = groupsOf(spec).find((group) => roleIn(now, group).is === 'absent');
  if (missing === undefined || changesBefore) return undefined;
  return {
    refused: `there is no role \`${missing}\` on this server`,
    hint: `add a \`postgres_role\` for ${missing} before it`,
  };
}

/** Whether it may make others members is left as it is, which nobody can tell without a server that answers. */
function wantedMember(found: MemberState): Membership {
  if (isMember(found)) return found;
  return isUntold(found) ? { is: 'member' } : { is: 'member', admin: false };
}

function wantRole(spec: Spec, now: State, tools: Tools): State | Refusal {
  const name = nameOf(spec);
  const found = roleIn(now, name);
  const refusal = postgresRefusal(found, now, tools) ?? unfit(spec, found) ?? groupRefusal(spec, now, tools);
  if (refusal) return refusal;
  const base = found.is === 'role' ? found : NEW;
  const { password, ...rest } = base;
  const limit = typeof spec['connection_limit'] === 'number' ? spec['connection_limit'] : base.limit;
  const plain = { ...rest, flags: flagsOf(spec, base.flags), limit };
  const kept = password === undefined ? plain : { ...plain, password };
  const wanted: Role = isPasswordSet(spec, base) ? kept : { ...plain, version: passwordVersionOf(spec) };
  const members = groupsOf(spec).map((group) => {
    const member = memberIn(now, group, name);
    return [memberId(group, name), wantedMember(member)] as const;
  });
  return { ...now, [roleId(name)]: wanted, ...Object.fromEntries(members) };
}

function absentRole(spec: Spec, now: State): State | Refusal {
  const name = nameOf(spec);
  const found = roleIn(now, name);
  const refusal = postgresRefusal(found, now, { changesBefore: false }) ?? unfit({ name }, found);
  if (refusal) return refusal;
  if (name === OPERATOR) {
    return { refused: `${OPERATOR} owns the server, and viki works as it`, hint: 'leave it out of the text' };
  }
  if (found.is === 'role' && found.password === 'md5') return md5Refusal(name);
  const members = groupsOf(spec).map((group) => [memberId(group, name), { is: 'absent' }] as const);
  return { ...now, [roleId(name)]: { is: 'absent' }, ...Object.fromEntries(members) };
}

const isThere = (role: RoleState): role is Role => role.is === 'role';

function roleStep(spec: Spec, from: State, to: State): readonly Step[] {
  const name = nameOf(spec);
  const [is, wanted] = [roleIn(from, name), roleIn(to, name)];
  if (printRole(is) === printRole(wanted)) return [];
  const thing = roleId(name);
  if (!isThere(wanted)) return isThere(is) ? [going({ thing, to: wanted, title: `remove role ${name}` })] : [];
  const secret = wanted.password === undefined ? passwordOf(spec) : undefined;
  const why = isUntold(is) ? UNTOLD_EXPECTED : secret && PASSWORD_EXPECTED;
  const step = { thing, to: secret ? { ...wanted, secret } : wanted, ...(why && { expected: why }) };
  if (isThere(is)) return [{ ...step, title: `change role ${name}` }];
  const words = Object.entries(FLAGS).flatMap(([letter, word]) =>
    wanted.flags.includes(letter) && word !== 'inherit' ? [word] : [],
  );
  const password = wanted.password === 'none' ? [] : ['with a password'];
  const more = [...words, ...password].join(', ');
  return [{ ...step, title: `create role ${name}${more === '' ? '' : ` (${more})`}` }];
}

function isSameMembership(is: MemberState, wanted: MemberState): boolean {
  if (!isMember(wanted)) return wanted.is === UNMADE ? !isMember(is) : is.is === wanted.is;
  if (!isMember(is)) return false;
  return is.admin === wanted.admin || wanted.admin === undefined;
}

function memberSteps(spec: Spec, from: State, to: State): readonly Step[] {
  const name = nameOf(spec);
  return groupsOf(spec).flatMap((group): Step[] => {
    const [is, wanted] = [memberIn(from, group, name), memberIn(to, group, name)];
    if (isSameMembership(is, wanted)) return [];
    const thing = memberId(group, name);
    if (!isMember(wanted)) return [going({ thing, to: wanted, title: `end the membership of ${name} in ${group}` })];
    const title = isMember(is) ? `change the membership of ${name} in ${group}` : `make ${name} a member of ${group}`;
    return [{ thing, to: wanted, title }];
  });
}

/** (a role that goes must be a member of nothing) */
function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const [role, members] = [roleStep(spec, from, to), memberSteps(spec, from, to)];
  return isThere(roleIn(to, nameOf(spec))) ? [...role, ...members] : [...members, ...role];
}

const DESCRIPTIONS: { readonly [flag in Flag]: string } = {
  login: 'It may log in.',
  superuser: 'It may do everything.',
  createdb: 'It may make databases.',
  createrole: 'It may make roles.',
  inherit: 'It has the rights of the roles that it is a member of.',
  replication: 'It may copy the whole server.',
  bypassrls: 'Rules for single rows do not hold for it.',
};

const flagFields = Object.fromEntries(
  Object.entries(FLAGS).map(([letter, flag]): [Flag, FieldSchema] => {
    const isUsual = NEW.flags.includes(letter);
    const defaultHint = `left as it is; \`${isUsual}\` when it is new`;
    return [flag, { type: 'boolean', description: DESCRIPTIONS[flag], defaultHint, examples: [String(!isUsual)] }];
  }),
);

function probesOf(spec: Spec): readonly Probe[] {
  const groups = groupsOf(spec);
  return [
    selfProbe,
    ...serverProbes,
    ...groups.map(roleProbe),
    ...groups.map((group) => memberProbe(group, nameOf(spec))),
    roleProbe(nameOf(spec)),
  ];
}

export const postgresRole: Module = {
  name: 'postgres_role',
  summary: "A role of the host's own PostgreSQL server: what it may do, its password, and whom it belongs to.",
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'What it is called.',
        pattern: NAME_PATTERN,
        patternHint: NAME_HINT,
        examples: ['shop'],
      },
      ...flagFields,
      connection_limit: {
        type: 'integer',
        description: 'How many connections it may have at a time; `-1` for any number.',
        minimum: -1,
        maximum: 2_147_483_647,
        defaultHint: 'left as it is; `-1` when it is new',
        examples: ['20'],
      },
      member_of: {
        type: 'array',
        description: 'Roles that it is a member of. It stays a member of others.',
        examples: ['[readers]'],
      },
      ...passwordFields(''),
    },
    required: ['name'],
  },
  mainField: 'name',
  key: (spec) => roleId(nameOf(spec)),
  read: probesOf,
  want: wantRole,
  absent: absentRole,
  steps: stepsOf,
};
