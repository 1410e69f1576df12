// Memberships of a PostgreSQL server as things: whether a role is a member of another one, and may make others members of it.
// The shell is in postgres.sh.
import {
  type Difference,
  OPEN_ANSWER,
  type Probe,
  quote,
  type State,
  type ThingId,
  type ThingType,
  thingId,
} from '../contract.ts';
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

export type Membership = {
  readonly is: 'member';
  /** It may make others members. Left out: as it is, where nobody can tell yet. */
  readonly admin?: boolean;
};

export type MemberState = { readonly is: 'absent' } | Unmade | Untold | Membership;

export const memberProbe = (group: string, name: string): Probe => ({
  type: 'postgres_member',
  at: JSON.stringify([group, name]),
});
export const memberId = (group: string, name: string): ThingId => thingId(memberProbe(group, name));

export function memberIn(state: State, group: string, name: string): MemberState {
  const value = state[memberId(group, name)];
  if (!value) throw new Error(`the membership of ${name} in ${group} was not read`);
  return value as MemberState;
}

export const isMember = (state: MemberState): state is Membership => state.is === 'member';

const pairOf = (at: string): readonly string[] => JSON.parse(at) as readonly string[];

const MEMBER = 'member';
const ADMIN = 'member admin';

const QUERY = `SELECT place || E'\\t' || coalesce((SELECT CASE WHEN bool_or(admin_option) THEN '${ADMIN}' ELSE '${MEMBER}' END
FROM pg_auth_members m JOIN pg_authid r ON r.oid = m.roleid JOIN pg_authid n ON n.oid = m.member
WHERE r.rolname = team AND n.rolname = name HAVING count(*) > 0), 'absent') FROM asked`;

function parseMember(answer: string): MemberState | undefined {
  if (answer === MEMBER || answer === ADMIN) return { is: 'member', admin: answer === ADMIN };
  return answer === 'absent' ? { is: 'absent' } : parseUntold(answer);
}

function printMember(state: MemberState): string {
  if (!isMember(state)) return printIs(state.is);
  if (state.admin === undefined) return OPEN_ANSWER + MEMBER;
  return state.admin ? ADMIN : MEMBER;
}

const rightOf = ({ admin }: Membership): string => (admin === undefined ? 'any' : admin ? 'admin' : 'plain');

function setMember(at: string, to: MemberState): string {
  const pair = pairOf(at);
  const words = [...pair.map(sqlName), ...pair.map(sqlText)].map(quote).join(' ');
  return isMember(to) ? `v_pg_member ${words} ${rightOf(to)}` : `v_pg_end_member ${words}${goingWord(to)}`;
}

function differencesOfMember(from: MemberState, to: MemberState): readonly Difference[] {
  if (!isMember(from) || !isMember(to) || from.admin === undefined || to.admin === undefined) return [];
  const what = 'may make others members';
  return from.admin === to.admin ? [] : [{ what, from: String(from.admin), to: String(to.admin) }];
}

export const postgresMemberThing: ThingType = {
  type: 'postgres_member',
  library,
  ask: (members) => askBySql(members, pairOf, 'team, name', QUERY),
  parse: parseMember,
  print: (state) => printMember(state as MemberState),
  set: (at, to) => setMember(at, to as MemberState),
  needs: () => [],
  isUntold,
  differences: (from, to) => differencesOfMember(from as MemberState, to as MemberState),
};
