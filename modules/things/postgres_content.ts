// What is in a database, as a thing that is only read: how much a new one would not have. The shell is in postgres.sh.
import { type Probe, quote, type State, type ThingType, thingId } from '../contract.ts';
import { postgresLibrary } from './shell.generated.ts';

export const contentProbe = (database: string): Probe => ({ type: 'postgres_content', at: database });

/** How many objects (tables, functions, schemas, ...); undefined where that is not known, as of one that is not there. */
export function contentIn(state: State, database: string): number | undefined {
  const count = state[thingId(contentProbe(database))]?.['count'];
  return typeof count === 'number' ? count : undefined;
}

export const postgresContentThing: ThingType = {
  type: 'postgres_content',
  library: postgresLibrary,
  ask: (databases) => `v_pg_contents ${databases.map(({ index, at }) => `${index} ${quote(at)}`).join(' ')}`,
  parse(answer) {
    if (answer === 'unknown') return { is: 'unknown' };
    return /^(0|[1-9]\d{0,9})$/.test(answer) ? { is: 'content', count: Number(answer) } : undefined;
  },
  print: ({ is, count }) => (is === 'content' ? String(count) : 'unknown'),
  needs: () => [],
  differences: () => [],
};
