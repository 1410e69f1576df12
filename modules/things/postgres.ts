// What roles, memberships and databases of PostgreSQL have in common: SQL text, and why a host can't have them. The shell is
// in postgres.sh and postgres-inside.sh.
import {
  type JsonObject,
  OPEN_ANSWER,
  type Probe,
  quote,
  type Refusal,
  type State,
  type Step,
  type Tools,
  UNMADE,
} from '../contract.ts';
import { notRootRefusal } from './own-file.ts';
import { packageProbe } from './package.ts';
import { serviceProbe } from './service.ts';
import { bytesLibrary, keepLibrary, postgresInsideLibrary, postgresLibrary } from './shell.generated.ts';

/** One for all of them, so that a program has it once. */
export const library = [bytesLibrary, keepLibrary, postgresLibrary, postgresInsideLibrary].join('\n');

/** A name as SQL has it, whatever is in it. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** A text as SQL has it, where backslashes are themselves (`standard_conforming_strings`). */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Why nothing can be told: no PostgreSQL, no server that answers, or one that does not understand the question. */
const UNTOLD = ['none', 'down', 'unreadable'] as const;
export type Untold = { readonly is: (typeof UNTOLD)[number] };

export const parseUntold = (answer: string): Untold | undefined => {
  const is = UNTOLD.find((word) => word === answer);
  return is && { is };
};

export const isUntold = (state: JsonObject): boolean => UNTOLD.some((word) => word === state['is']);

/** Only ever wanted: it goes if viki has made it, and answers to anything. */
export type Unmade = { readonly is: typeof UNMADE };

/** The answer of what there is no more to say of than what it is. */
export const printIs = (is: string): string => (is === UNMADE ? OPEN_ANSWER : is);

/**
 * As the last word for the shell: what is to go goes by all means; only if viki has made it (`made`: nobody could look before);
 * or only if viki has made it and it can go (`unmade`: otherwise it stays, which is no failure).
 */
export function goingWord({ is }: JsonObject): string {
  if (is === 'absent') return '';
  return is === UNMADE ? ' unmade' : ' made';
}

/** Of what nobody could tell before, the step says that it may do nothing. */
export const going = (step: Step): Step =>
  step.to['is'] === UNMADE
    ? {
        ...step,
        title: `${step.title}, if viki has made it`,
        expected: 'nobody could tell whether it was there when viki came to it',
      }
    : step;

type Asked = readonly { readonly index: number; readonly at: string }[];

/** Shell that asks about all of them with one query: `rows` are the columns of each beside its index. */
export function askBySql(
  asked: Asked,
  rows: (at: string) => readonly string[],
  columns: string,
  query: string,
): string {
  const values = asked.map(({ index, at }) => `(${[index, ...rows(at).map(sqlText)].join(', ')})`).join(', ');
  const sql = `WITH asked (place, ${columns}) AS (VALUES ${values}) ${query};`;
  return `v_pg_told ${quote(sql)} ${asked.map(({ index }) => index).join(' ')}`;
}

/** Looked at so that what brings the server and what starts it, where the text says so, come first. */
export const serverProbes: readonly Probe[] = [packageProbe('postgresql'), serviceProbe('postgresql')];

/** Why it can't be done on this host; something before it in the plan may bring the server up. */
export function postgresRefusal(
  found: JsonObject,
  now: State,
  tools: Pick<Tools, 'changesBefore'>,
): Refusal | undefined {
  const refusal = notRootRefusal(now);
  if (refusal) return refusal;
  if (found['is'] === 'unreadable') {
    return { refused: 'this PostgreSQL can not be asked about it', hint: 'viki knows PostgreSQL 11 and newer' };
  }
  if (tools.changesBefore || !isUntold(found)) return undefined;
  if (found['is'] === 'down') {
    const hint = 'start it, or add `service: { postgresql: { state: running } }` and `after` that names it';
    return { refused: 'PostgreSQL does not answer on this host: its server does not run', hint };
  }
  const hint = 'add a `package` that brings its server (`postgresql`), and `after` that names it';
  return { refused: 'there is no PostgreSQL on this host', hint };
}

/** Why what comes of it is known only then. */
export const UNTOLD_EXPECTED = 'PostgreSQL does not answer yet, so what it has is not known';

const NAME_BYTES_LIMIT = 63;
/** Names of PostgreSQL's own roles begin like this. */
export const OWN_PREFIX = 'pg_';

export const NAME_PATTERN = '^[^\\u0000]+$';
export const NAME_HINT = 'text without the character 0';

/** PostgreSQL would cut a longer one short, and mean something else by it. */
export function nameRefusal(name: string): Refusal | undefined {
  const bytes = encodeURIComponent(name).replaceAll(/%../g, 'x').length;
  if (bytes <= NAME_BYTES_LIMIT) return undefined;
  return {
    refused: `${name} has ${bytes} bytes, and PostgreSQL cuts names after ${NAME_BYTES_LIMIT}`,
    hint: 'shorten it',
  };
}
