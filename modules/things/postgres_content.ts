// What is in a database and would not be in a new one, as a thing that is only read: a database is not dropped with what nobody
// planned to take away. The shell is in postgres-inside.sh.
import { type Probe, quote, type State, type ThingType, thingId } from '../contract.ts';
import { library } from './postgres.ts';

export const contentProbe = (database: string): Probe => ({ type: 'postgres_content', at: database });

/** Names of tables, functions, schemas, ...; undefined where they are not known, as of a database that is not there. */
export function contentIn(state: State, database: string): readonly string[] | undefined {
  return state[thingId(contentProbe(database))]?.['names'] as readonly string[] | undefined;
}

/** From a list of texts as JSON has it, and as the server writes it: without spaces. */
export function textsOf(list: string): readonly string[] | undefined {
  try {
    const texts: unknown = JSON.parse(list);
    const isList = Array.isArray(texts) && texts.every((text) => typeof text === 'string');
    return isList && JSON.stringify(texts) === list ? texts : undefined;
  } catch {
    return undefined;
  }
}

export const postgresContentThing: ThingType = {
  type: 'postgres_content',
  library,
  ask: (databases) => `v_pg_contents ${databases.map(({ index, at }) => `${index} ${quote(at)}`).join(' ')}`,
  parse(answer) {
    if (answer === 'unknown') return { is: 'unknown' };
    const names = textsOf(answer);
    return names && { is: 'content', names };
  },
  print: ({ is, names }) => (is === 'content' ? JSON.stringify(names) : 'unknown'),
  needs: () => [],
  differences: () => [],
};
