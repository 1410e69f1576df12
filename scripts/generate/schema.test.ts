// The schema that other editors read: it stands alone, describes everything, and agrees with our own checks.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { withoutMarks } from '../../test/support/marks.ts';

const { Ajv } = createRequire(import.meta.url)('ajv') as typeof import('ajv');

const root = join(import.meta.dirname, '../..');
const schema = JSON.parse(readFileSync(join(root, 'schemas/viki.schema.json'), 'utf8')) as object;
// (strict: a keyword that says nothing, or something else than it seems to, is a mistake)
const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
ajv.addKeyword('markdownDescription');
const validate = ajv.compile(schema);

/** What the schema says of each document of a project; null where it finds nothing. */
function errorsOf(project: string): readonly unknown[] {
  const folder = join(root, 'test-fixtures/projects', project);
  const texts = readdirSync(folder).map((name) => withoutMarks(readFileSync(join(folder, name), 'utf8')));
  const documents = texts.flatMap((text) => [...parseAllDocuments(text, { merge: true })]);
  return documents.map((document) => (validate(document.toJS()) ? null : validate.errors));
}

test('it accepts what is right', () => {
  for (const errors of errorsOf('whole')) assert.equal(errors, null);
});

test('it refuses what is wrong', () => {
  for (const project of ['outline', 'hosts', 'resources']) assert.ok(errorsOf(project).some(Boolean), project);
});

test('it refers to nothing outside itself', () => {
  const references = JSON.stringify(schema).matchAll(/"\$ref":"([^"]*)"/g);
  for (const [, target] of references) assert.match(target ?? '', /^#\//);
});

test('it describes every key', () => {
  const look = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      // (conditions, and rules about two fields at once, say nothing to people)
      if (key === 'if' || key === 'allOf') continue;
      if (key === 'properties' || key === 'definitions') {
        for (const [name, inner] of Object.entries(value as object)) {
          const words = (inner as { description?: string }).description ?? '';
          assert.ok(words.length > 0, `${path}/${name} has no description`);
        }
      }
      look(value, `${path}/${key}`);
    }
  };
  look(schema, '#');
});
