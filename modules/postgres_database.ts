// The module `postgres_database`: a database of the host's own PostgreSQL server. One that something is in is never dropped.
// Pure: it never sees a host.
import type { Module, Refusal, Spec, State, Step, Tools } from './contract.ts';
import { selfProbe } from './things/account.ts';
import { namesAre } from './things/entries.ts';
import {
  going,
  isUntold,
  NAME_HINT,
  NAME_PATTERN,
  nameRefusal,
  postgresRefusal,
  serverProbes,
  UNTOLD_EXPECTED,
} from './things/postgres.ts';
import { contentIn, contentProbe } from './things/postgres_content.ts';
import {
  type Database,
  type DatabaseState,
  databaseId,
  databaseIn,
  databaseProbe,
  printDatabase,
} from './things/postgres_database.ts';
import { roleIn, roleProbe } from './things/postgres_role.ts';

const DEFAULT_OWNER = 'postgres';
/** The locales of the system; what others are made of is not known well enough to make them again. */
const SYSTEM_LOCALES = 'c';

const MADE_EXPECTED = 'what its template says of its encoding and its locale is known when it is made';

const nameOf = (spec: Spec): string => String(spec['name']);
const text = (spec: Spec, field: string): string | undefined => spec[field] as string | undefined;
const ownersOf = (spec: Spec): readonly string[] => [text(spec, 'owner') ?? []].flat();

/** Names of encodings are said in several ways: `UTF8`, `utf-8`. */
const plain = (word: string): string => word.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

function ownerRefusal(spec: Spec, now: State, tools: Tools): Refusal | undefined {
  const missing = ownersOf(spec).find((owner) => roleIn(now, owner).is === 'absent');
  if (missing === undefined || tools.changesBefore) return undefined;
  return {
    refused: `there is no role \`${missing}\` on this server`,
    hint: `add a \`postgres_role\` for ${missing} before it`,
  };
}

/** What stays as it was made, and is wanted otherwise. */
function madeRefusal(spec: Spec, found: DatabaseState): Refusal | undefined {
  if (found.is !== 'database' || !found.made) return undefined;
  const { encoding, collate, type } = found.made;
  const hint = 'leave it as it is in the text, or make a new database and bring the data over';
  const [wantedEncoding = encoding, wantedLocale] = [text(spec, 'encoding'), text(spec, 'locale')];
  if (plain(wantedEncoding) !== plain(encoding)) {
    return { refused: `the encoding of ${nameOf(spec)} is ${encoding}, and can't be changed`, hint };
  }
  const other = [collate, type].find((is) => wantedLocale !== undefined && plain(is) !== plain(wantedLocale));
  return other === undefined
    ? undefined
    : { refused: `the locale of ${nameOf(spec)} is ${other}, and can't be changed`, hint };
}

function wantDatabase(spec: Spec, now: State, tools: Tools): State | Refusal {
  const name = nameOf(spec);
  const found = databaseIn(now, name);
  const refusal =
    postgresRefusal(found, now, tools) ??
    [name, ...ownersOf(spec)].map(nameRefusal).find((one) => one !== undefined) ??
    ownerRefusal(spec, now, tools) ??
    madeRefusal(spec, found);
  if (refusal) return refusal;
  const base: Database = found.is === 'database' ? found : { is: 'database', owner: DEFAULT_OWNER };
  return { ...now, [databaseId(name)]: { ...base, owner: text(spec, 'owner') ?? base.owner } };
}

function absentDatabase(spec: Spec, now: State): State | Refusal {
  const name = nameOf(spec);
  const found = databaseIn(now, name);
  const refusal = postgresRefusal(found, now, { changesBefore: false });
  if (refusal) return refusal;
  if (found.is !== 'database') return { ...now, [databaseId(name)]: { is: 'absent' } };
  if (found.made && found.made.provider !== SYSTEM_LOCALES) {
    const refused = `${name} was made with locales that are not the system's, and viki could not make it again`;
    return { refused, hint: 'drop it yourself' };
  }
  const names = contentIn(now, name);
  if (names?.length === 0) return { ...now, [databaseId(name)]: { is: 'absent' } };
  const refused = names ? `${name} is not empty: ${namesAre(names)} in it` : `what is in ${name} can not be seen`;
  return { refused, hint: 'viki could not bring it back: dump it, and drop it yourself' };
}

/** How it is made where the text says so. */
const making = (spec: Spec): Partial<Database> =>
  Object.fromEntries(
    ['encoding', 'locale', 'template'].flatMap((field) => {
      const value = text(spec, field);
      return value === undefined ? [] : [[field, value]];
    }),
  );

/** What most servers make of it. */
function likely(spec: Spec, wanted: Database): string {
  const { encoding = 'UTF8', locale = 'C.UTF-8' } = making(spec);
  return printDatabase({ ...wanted, made: { encoding, collate: locale, type: locale, provider: SYSTEM_LOCALES } });
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const name = nameOf(spec);
  const [is, wanted] = [databaseIn(from, name), databaseIn(to, name)];
  if (printDatabase(is) === printDatabase(wanted)) return [];
  const thing = databaseId(name);
  if (wanted.is !== 'database')
    return is.is === 'database' ? [going({ thing, to: wanted, title: `remove database ${name}` })] : [];
  if (is.is === 'database') return [{ thing, to: wanted, title: `change database ${name}` }];
  const expected = isUntold(is) ? UNTOLD_EXPECTED : MADE_EXPECTED;
  const whose = `owner ${wanted.owner}`;
  const made = Object.entries(making(spec)).map(([field, value]) => `${field} ${value}`);
  const title = `create database ${name} (${[whose, ...made].join(', ')})`;
  if (wanted.made) return [{ thing, to: wanted, title }];
  return [{ thing, to: { ...wanted, ...making(spec), likely: likely(spec, wanted) }, title, expected }];
}

export const postgresDatabase: Module = {
  name: 'postgres_database',
  summary: "A database of the host's own PostgreSQL server. One that something is in is never dropped.",
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'What it is called.',
        pattern: NAME_PATTERN,
        patternHint: NAME_HINT,
        examples: ['shop'],
      },
      owner: {
        type: 'string',
        description: 'The role whose one it is.',
        pattern: NAME_PATTERN,
        patternHint: NAME_HINT,
        defaultHint: `left as it is; \`${DEFAULT_OWNER}\` when it is new`,
        examples: ['shop'],
      },
      encoding: {
        type: 'string',
        description: 'How its texts are stored. It can not be changed later.',
        pattern: '^[A-Za-z0-9_-]+$',
        patternHint: 'the name of an encoding, such as `UTF8`',
        defaultHint: 'that of its template',
        examples: ['UTF8'],
      },
      locale: {
        type: 'string',
        description:
          'How its texts are sorted, and what is a letter: a locale of the host. It can not be changed later.',
        pattern: NAME_PATTERN,
        patternHint: NAME_HINT,
        defaultHint: 'that of its template',
        examples: ['C.UTF-8'],
      },
      template: {
        type: 'string',
        description: 'The database that it is made as a copy of.',
        pattern: NAME_PATTERN,
        patternHint: NAME_HINT,
        defaultHint: '`template1`; `template0` with an `encoding` or a `locale`',
        examples: ['template_postgis'],
      },
    },
    required: ['name'],
  },
  mainField: 'name',
  key: (spec) => databaseId(nameOf(spec)),
  read: (spec) => [
    selfProbe,
    ...serverProbes,
    ...ownersOf(spec).map(roleProbe),
    ...(spec['state'] === 'absent' ? [contentProbe(nameOf(spec))] : []),
    databaseProbe(nameOf(spec)),
  ],
  want: wantDatabase,
  absent: absentDatabase,
  steps: stepsOf,
};
