// The first viki's state files become the new one: all that is true is kept, all that may be secret stays in the old file.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Ajv } from 'ajv';
import { BACKUPS_FOLDER } from '../backups.ts';
import { readState, STATE_FILE, updateState } from '../state.ts';
import { imported } from './migrate.ts';

const fixtures = join(import.meta.dirname, '../../test-fixtures/state');
const folder = mkdtempSync(join(tmpdir(), 'viki-legacy-'));
after(() => rmSync(folder, { recursive: true }));

const FORMATS = ['first', 'draft-1.1'];
const textOf = (name: string): string => readFileSync(join(fixtures, `${name}.json`), 'utf8');

for (const name of FORMATS) {
  test(`${name}: what is kept of it`, () => {
    const found = imported(JSON.parse(textOf(name)), '2026-11-21T00:00:00.000Z');
    const expected = join(fixtures, `${name}.imported.json`);
    if (process.env['UPDATE']) writeFileSync(expected, `${JSON.stringify(found, undefined, 2)}\n`);
    assert.deepEqual(found, JSON.parse(readFileSync(expected, 'utf8')));
  });

  test(`${name}: it is read, migrated at the first note, and kept where only its owner reads it`, async () => {
    const project = mkdtempSync(join(folder, 'project-'));
    const path = join(project, STATE_FILE);
    writeFileSync(path, textOf(name));
    assert.ok((await readState(project, 'shop')).state?.imported);
    assert.equal(readFileSync(path, 'utf8'), textOf(name));
    const [warning = ''] = await updateState(project, 'shop', (state) => ({ ...state, hosts: { web: {} } }));
    assert.match(warning, /was the first viki's, and is a new one now; the old file is kept as .*first-viki-/);
    const [aside = ''] = readdirSync(join(project, BACKUPS_FOLDER));
    const kept = join(project, BACKUPS_FOLDER, aside);
    assert.equal(readFileSync(kept, 'utf8'), textOf(name));
    assert.equal(statSync(kept).mode & 0o777, 0o600);
    const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas/state.schema.json'), 'utf8'));
    const validate = new Ajv({ formats: { 'date-time': true } }).compile(schema);
    const written = readFileSync(path, 'utf8');
    assert.ok(validate(JSON.parse(written)), JSON.stringify(validate.errors));
    assert.doesNotMatch(written, /canary/);
    assert.deepEqual((await readState(project)).state?.hosts, { web: {} });
  });
}

test('what is no old state file is not taken for one', () => {
  for (const value of [null, 1, [], {}, { version: 2 }, { version: 3, viki: {} }, { viki: [] }]) {
    assert.equal(imported(value, ''), undefined);
  }
});

test('old files that make no sense become empty ones, and nothing throws', () => {
  for (const viki of [
    {},
    { data: 7, mods: [] },
    { data: { df: null, ls: { x: 3 } } },
    { mods: { mkdir: { a: [] } } },
  ]) {
    assert.ok(imported({ viki }, ''));
  }
  assert.ok(imported({ version: '1.1', modules: { mkdir: 3 }, rollback: { data: { a: { b: 3 } } } }, ''));
});
