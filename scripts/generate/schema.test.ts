// The schema that other editors read: it stands alone, describes everything, and agrees with our own checks.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import type { Field, Form } from '../../language/form.ts';
import { checkForms } from '../../language/forms/checks.ts';
import { documentForm, moduleForm } from '../../language/forms.ts';
import { modules } from '../../modules/index.generated.ts';
import { withoutMarks } from '../../test/support/marks.ts';
import { exampleValue, fieldSchema } from './field-schema.ts';
import { dataForms, STANDALONE_STYLE } from './schema.ts';

const { Ajv } = createRequire(import.meta.url)('ajv') as typeof import('ajv');

const root = join(import.meta.dirname, '../..');
const schema = JSON.parse(readFileSync(join(root, 'schemas/viki.schema.json'), 'utf8')) as object;
// (strict: a keyword that says nothing, or something else than it seems to, is a mistake)
const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
ajv.addKeyword('markdownDescription');
const validate = ajv.compile(schema);

/** What the schema says of each document of a text; null where it finds nothing. */
function errorsIn(text: string): readonly unknown[] {
  const documents = [...parseAllDocuments(text, { merge: true })];
  return documents.map((document) => (validate(document.toJS()) ? null : validate.errors));
}

function errorsOf(folder: string): readonly unknown[] {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.vk.yaml'));
  return names.flatMap((name) => errorsIn(withoutMarks(readFileSync(join(root, folder, name), 'utf8'))));
}

const foldersIn = (path: string): readonly string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${path}/${name}`);

/** (the others wait for fields of their modules: see language/legacy.test.ts) */
const legacyFolders = foldersIn('test-fixtures/legacy').filter((path) => !path.endsWith('/home-paths'));

for (const folder of ['test-fixtures/projects/whole', ...foldersIn('examples'), ...legacyFolders]) {
  test(`it accepts ${folder}`, () => {
    for (const errors of errorsOf(folder)) assert.equal(errors, null);
  });
}

test('it refuses what is wrong', () => {
  for (const project of ['outline', 'hosts', 'resources']) {
    assert.ok(errorsOf(`test-fixtures/projects/${project}`).some(Boolean), project);
  }
});

const RIGHT = [
  'vars: { z: , a: [1, {b: c}], b: { x: 1, secret_of: y }, c: { default: 1, type: integer }, d: { secret: true, from: age } }',
  'vars: { a: { default: "${b}", type: list }, hostname: box, password: null, sudo_password: "" }',
  'hosts: { a: { vars: { port: 1 }, after: db, protected: true, sudo: "${s}", port: "${p}" } }',
  'groups: { web: { hosts: [a], batch: 25%, max_failures: 0, canary: true, vars: { x: [1] } }, db: { batch: 2 }, all: }',
  'policy: { confirm: 60s, retry: 3, timeout: 90, on_failure: continue }',
  'checks: { http: { home: { url: "https://x", status: [200, "${code}"], within: 30s, from: host } }, tcp: { db: { port: 1 } } }',
  'data: { df: { root: }, ls: { isos: { path: /x, on: web } }, facts: }',
  'mods: { mkdir: { a: { each: "${sites}", when: "${fact.os}", timeout: "${t}", state: absent }, b: { directories: [/a] } } }',
  'mods: { wget: { a: { path: /x, urls: [a.example/b] } }, compose: { a: { path: ~/x, services: [web] } } }',
  'stage: -1',
];

const WRONG = [
  'vars: { a: { secret: true } }',
  'vars: { a: { secret: true, from: env, form: env } }',
  'vars: { a: { default: text, type: integer } }',
  'vars: { a: { type: text } }',
  'hosts: { a: { port: 0 } }',
  'groups: { web: { batch: 0% } }',
  'groups: { web: { batch: half } }',
  'policy: { confirm: soon }',
  'policy: { confirm: 0 }',
  'checks: { http: { home: {} } }',
  'checks: { http: { home: { url: "https://x", status: ok } } }',
  'checks: { dns: { home: {} } }',
  'data: { ls: { isos: { pth: /x } } }',
  'data: { du: { root: {} } }',
  'mods: { mkdir: { a: { path: /a, directories: [/b] } } }',
  'mods: { mkdir: { a: { state: gone } } }',
  'mods: { wget: { a: { path: /x, url: a.example, urls: [a.example/b] } } }',
  'stage: first',
];

test('it knows right from wrong in every section', () => {
  for (const text of RIGHT) assert.deepEqual(errorsIn(`viki: { ${text} }`), [null], text);
  for (const text of WRONG) assert.ok(errorsIn(`viki: { ${text} }`)[0], text);
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

test('every example is one', () => {
  const seen = new Set<Form>();
  const lookAt = (name: string, field: Field): void => {
    const isRight = ajv.compile(fieldSchema(field, STANDALONE_STYLE));
    for (const example of field.examples ?? []) {
      assert.ok(isRight(exampleValue(example, field.types)), `${name}: ${example}: ${ajv.errorsText(isRight.errors)}`);
    }
    if (field.form) lookInto(field.form);
    if (field.entries) lookAt(name, field.entries);
  };
  const lookInto = (form: Form): void => {
    if (seen.has(form)) return;
    seen.add(form);
    for (const [name, field] of Object.entries(form.fields)) lookAt(`${form.title} ${name}`, field);
  };
  lookInto(documentForm);
  const forms = [...modules.map(moduleForm), ...dataForms.map(([, form]) => form), ...Object.values(checkForms)];
  for (const form of forms) lookInto(form);
  assert.ok(seen.size > 20);
});
