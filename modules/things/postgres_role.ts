// Roles of a PostgreSQL server as things: what they may do, and which password they have, by the sum of what the server keeps
// of it. The shell is in postgres.sh.
import {
  type ContentRef,
  type Difference,
  type JsonObject,
  OPEN_ANSWER,
  type Probe,
  quote,
  type State,
  type ThingId,
  type ThingType,
  thingId,
} from '../contract.ts';
import { passwordDifference, SOME_PASSWORD } from './password.ts';
import {
  askBySql,
  goingWord,
  isUntold,
  library,
  parseUntold,
  printIs,
  sqlName,
  sqlText,
  type Unmade,
  type Untold,
} from './postgres.ts';
import { dependantId, postgresDependantThing } from './postgres_dependant.ts';

/** What a role may do, by the letters that answers have, in their order. */
export const FLAGS = {
  l: 'login',
  s: 'superuser',
  d: 'createdb',
  c: 'createrole',
  i: 'inherit',
  r: 'replication',
  b: 'bypassrls',
} as const;
export type Flag = (typeof FLAGS)[keyof typeof FLAGS];

const COLUMNS: { readonly [letter: string]: string } = {
  ...{ l: 'rolcanlogin', s: 'rolsuper', d: 'rolcreatedb', c: 'rolcreaterole' },
  ...{ i: 'rolinherit', r: 'rolreplication', b: 'rolbypassrls' },
};

export type Role = {
  readonly is: 'role';
  /** The letters of what it may do. */
  readonly flags: string;
  /** How many connections it may have at a time; -1 for any number. */
  readonly limit: number;
  /** Until when its password is valid; empty for always. */
  readonly validUntil: string;
  /** The version of the password that viki has set; empty where somebody else has set it. */
  readonly version: string;
  /** The sum of what the server keeps of the password, `none`, or `md5`. Left out: known when it is set. */
  readonly password?: string;
  /** Only told: the password that is set. */
  readonly secret?: ContentRef;
};

export type RoleState = { readonly is: 'absent' } | Unmade | Untold | Role;

export const roleProbe = (name: string): Probe => ({ type: 'postgres_role', at: name });
export const roleId = (name: string): ThingId => thingId(roleProbe(name));

export function roleIn(state: State, name: string): RoleState {
  const value = state[roleId(name)];
  if (!value) throw new Error(`the role ${name} was not read`);
  return value as RoleState;
}

const ANSWER = /^role:([lsdcirb]*):(-1|0|[1-9]\d{0,9}):(.*):([A-Za-z0-9._-]*):(none|md5|[0-9a-f]{64})$/;

function parseRole(answer: string): RoleState | undefined {
  const untold = parseUntold(answer);
  if (untold) return untold;
  if (answer === 'absent') return { is: 'absent' };
  const match = ANSWER.exec(answer);
  if (!match) return undefined;
  const [, flags = '', limit = '', validUntil = '', version = '', password = ''] = match;
  return { is: 'role', flags, limit: Number(limit), validUntil, version, password };
}

export function printRole(state: RoleState): string {
  if (state.is !== 'role') return printIs(state.is);
  const { flags, limit, validUntil, version, password } = state;
  return `${password === undefined ? OPEN_ANSWER : ''}role:${flags}:${limit}:${validUntil}:${version}:${password ?? ''}`;
}

const LETTERS = Object.keys(FLAGS)
  .map((letter) => `CASE WHEN ${COLUMNS[letter]} THEN '${letter}' ELSE '' END`)
  .join(' || ');

/** (the sum of an MD5 would tell the password to whoever guesses: it has no salt) */
const QUERY = `, told AS (SELECT place, r.*, CASE WHEN rolpassword IS NULL THEN 'none' WHEN rolpassword NOT LIKE 'SCRAM-%'
THEN 'md5' ELSE encode(sha256(convert_to(rolpassword, 'UTF8')), 'hex') END AS sum
FROM asked LEFT JOIN pg_authid r ON rolname = name)
SELECT place || E'\\t' || CASE WHEN oid IS NULL THEN 'absent' ELSE 'role:' || ${LETTERS} || ':' || rolconnlimit || ':' ||
coalesce(rolvaliduntil::text, '') || ':' || coalesce(substring(current_setting('viki.passwords') FROM sum || ' ([^,]*),'), '')
|| ':' || sum END FROM told`;

const optionsOf = ({ flags, limit, validUntil }: Role): string => {
  const words = Object.entries(FLAGS).map(
    ([letter, word]) => `${flags.includes(letter) ? '' : 'NO'}${word.toUpperCase()}`,
  );
  const valid = validUntil === '' ? '' : ` VALID UNTIL ${sqlText(validUntil)}`;
  return `${words.join(' ')} CONNECTION LIMIT ${Number(limit)}${valid}`;
};

function passwordWords({ password, secret, version }: Role): readonly string[] {
  if (secret) return [`secret:${secret.sha256}`, sqlText(version)];
  return [password === undefined || password === 'md5' ? 'keep' : password];
}

function setRole(name: string, to: RoleState): string {
  const words = [sqlName(name), sqlText(name)];
  if (to.is !== 'role') return `v_pg_drop_role ${words.map(quote).join(' ')}${goingWord(to)}`;
  return `v_pg_role ${[...words, optionsOf(to), ...passwordWords(to)].map(quote).join(' ')}`;
}

function passwordInWords({ password }: Role): string {
  if (password === undefined) return 'that of the text';
  return password === 'none' ? 'none' : SOME_PASSWORD;
}

function differencesOfRole(from: RoleState, to: RoleState): readonly Difference[] {
  if (from.is !== 'role' || to.is !== 'role') return [];
  const found: Difference[] = [];
  for (const [letter, what] of Object.entries(FLAGS)) {
    const [had, has] = [from, to].map(({ flags }) => flags.includes(letter));
    if (had !== has) found.push({ what, from: String(had), to: String(has) });
  }
  if (from.limit !== to.limit) found.push({ what: 'connection limit', from: String(from.limit), to: String(to.limit) });
  if (from.password !== to.password) found.push(passwordDifference(passwordInWords(from), passwordInWords(to)));
  return found;
}

export const postgresRoleThing: ThingType = {
  type: 'postgres_role',
  library,
  ask: (roles) => askBySql(roles, (name) => [name], 'name', QUERY),
  parse: parseRole,
  print: (state) => printRole(state as RoleState),
  set: (name, to) => setRole(name, to as RoleState),
  needs(to: JsonObject) {
    const { secret } = to as { readonly secret?: ContentRef };
    return secret && !isUntold(to) ? [secret] : [];
  },
  differences: (from, to) => differencesOfRole(from as RoleState, to as RoleState),
  isUntold,
  inside: {
    type: postgresDependantThing.type,
    isIn: ({ is }) => is === 'role',
    idOf: dependantId,
    how: 'in need of it',
  },
};
