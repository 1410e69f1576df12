// What is in need of a role of PostgreSQL, as a thing that is only read: a role is not dropped while something is its own. The
// shell is in postgres-inside.sh.
import { quote, type ThingId, type ThingType } from '../contract.ts';
import { library, sqlText } from './postgres.ts';
import { postgresContentThing } from './postgres_content.ts';

const KINDS: { readonly [word: string]: string } = { database: 'postgres_database', membership: 'postgres_member' };

/** What it is called as a thing of its own, which may go together with the role. */
export function dependantId(name: string): ThingId | undefined {
  const space = name.indexOf(' ');
  const type = KINDS[name.slice(0, space)];
  return type === undefined ? undefined : `${type}:${name.slice(space + 1)}`;
}

export const postgresDependantThing: ThingType = {
  ...postgresContentThing,
  type: 'postgres_dependant',
  library,
  ask: (roles) => `v_pg_dependants ${roles.map(({ index, at }) => `${index} ${quote(sqlText(at))}`).join(' ')}`,
};
