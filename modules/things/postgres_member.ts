// Memberships of a PostgreSQL server as things: whether a role is a member of another one. The shell is in postgres.sh.
import { type Probe, quote, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { askBySql, library, parseUntold, sqlName, type Untold } from './postgres.ts';

export type MemberState = { readonly is: 'absent' | 'member' } | Untold;

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

const pairOf = (at: string): readonly string[] => JSON.parse(at) as readonly string[];

const QUERY = `SELECT place || E'\\t' || CASE WHEN EXISTS (SELECT FROM pg_auth_members m JOIN pg_authid r ON r.oid = m.roleid
JOIN pg_authid n ON n.oid = m.member WHERE r.rolname = team AND n.rolname = name) THEN 'member' ELSE 'absent' END FROM asked`;

export const postgresMemberThing: ThingType = {
  type: 'postgres_member',
  library,
  ask: (members) => askBySql(members, pairOf, 'team, name', QUERY),
  parse: (answer) => (answer === 'absent' || answer === 'member' ? { is: answer } : parseUntold(answer)),
  print: (state) => (state as MemberState).is,
  set: (at, to) =>
    `v_pg_member ${pairOf(at).map(sqlName).map(quote).join(' ')} ${to['is'] === 'member' ? 'yes' : 'no'}`,
  needs: () => [],
  differences: () => [],
};
