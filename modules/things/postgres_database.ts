// Databases of a PostgreSQL server as things: whose one is and how it was made. The shell is in postgres.sh.
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
import { postgresContentThing, textsOf } from './postgres_content.ts';

export type Database = {
  readonly is: 'database';
  readonly owner: string;
  /** How it was made. Left out: what its template and its server say, known when it is made. */
  readonly made?: Made;
  /** Only told: what it is made with where the text says so. */
  readonly encoding?: string;
  readonly locale?: string;
  readonly template?: string;
};

/** What stays as it was made. `provider`: `c`, the locales of the system; others are not known well enough to be made again. */
export type Made = {
  readonly encoding: string;
  readonly collate: string;
  readonly type: string;
  readonly provider: string;
};

export type DatabaseState = { readonly is: 'absent' } | Unmade | Untold | Database;

export const databaseProbe = (name: string): Probe => ({ type: 'postgres_database', at: name });
export const databaseId = (name: string): ThingId => thingId(databaseProbe(name));

export function databaseIn(state: State, name: string): DatabaseState {
  const value = state[databaseId(name)];
  if (!value) throw new Error(`the database ${name} was not read`);
  return value as DatabaseState;
}

const PREFIX = 'database:';
const PARTS = 5;

function parseDatabase(answer: string): DatabaseState | undefined {
  const untold = parseUntold(answer);
  if (untold) return untold;
  if (answer === 'absent') return { is: 'absent' };
  const parts = answer.startsWith(PREFIX) ? textsOf(answer.slice(PREFIX.length)) : undefined;
  if (parts?.length !== PARTS) return undefined;
  const [owner = '', encoding = '', collate = '', type = '', provider = ''] = parts;
  return { is: 'database', owner, made: { encoding, collate, type, provider } };
}

export function printDatabase(state: DatabaseState): string {
  if (state.is !== 'database') return printIs(state.is);
  const { owner, made } = state;
  if (!made) return `${OPEN_ANSWER}${PREFIX}[${JSON.stringify(owner)},`;
  return PREFIX + JSON.stringify([owner, made.encoding, made.collate, made.type, made.provider]);
}

/** (the kind of locale is a column since PostgreSQL 15) */
const TOLD = [
  ...['pg_get_userbyid(datdba)::text', 'pg_encoding_to_char(encoding)::text', 'datcollate::text', 'datctype::text'],
  "coalesce(to_jsonb(d) ->> 'datlocprovider', 'c')",
];
const QUERY = `SELECT place || E'\\t' || CASE WHEN oid IS NULL THEN 'absent' ELSE '${PREFIX}[' ||
${TOLD.map((value) => `to_json(${value})::text`).join(" || ',' || ")} || ']' END
FROM asked LEFT JOIN pg_database d ON datname = name`;

function optionsOf({ made, encoding, locale, template }: Database): string {
  const words: (readonly [string, string | undefined])[] = made
    ? [
        // (any other template may have something in it that is of another encoding)
        ['TEMPLATE', 'template0'],
        ['ENCODING', made.encoding],
        ['LC_COLLATE', made.collate],
        ['LC_CTYPE', made.type],
      ]
    : [
        ['TEMPLATE', template ?? ((encoding ?? locale) ? 'template0' : undefined)],
        ['ENCODING', encoding],
        ['LC_COLLATE', locale],
        ['LC_CTYPE', locale],
      ];
  return words.flatMap(([word, value]) => (value === undefined ? [] : [`${word} = ${sqlText(value)}`])).join(' ');
}

function setDatabase(name: string, to: DatabaseState): string {
  const words = [sqlName(name), sqlText(name)];
  if (to.is !== 'database') {
    return `v_pg_drop_database ${[...words, name].map(quote).join(' ')}${goingWord(to)}`;
  }
  return `v_pg_database ${[...words, sqlName(to.owner), optionsOf(to)].map(quote).join(' ')}`;
}

function differencesOfDatabase(from: DatabaseState, to: DatabaseState): readonly Difference[] {
  if (from.is !== 'database' || to.is !== 'database' || from.owner === to.owner) return [];
  return [{ what: 'owner', from: from.owner, to: to.owner }];
}

export const postgresDatabaseThing: ThingType = {
  type: 'postgres_database',
  library,
  ask: (databases) => askBySql(databases, (name) => [name], 'name', QUERY),
  parse: parseDatabase,
  print: (state) => printDatabase(state as DatabaseState),
  set: (name, to) => setDatabase(name, to as DatabaseState),
  needs: () => [],
  differences: (from, to) => differencesOfDatabase(from as DatabaseState, to as DatabaseState),
  isUntold,
  inside: { type: postgresContentThing.type, isIn: ({ is }) => is === 'database' },
};
