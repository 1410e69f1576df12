// Where a secret may stand is where somebody keeps it: in the fields that say so, as the whole of a text. Everywhere else it is
// refused, for every field of every form, so that no field can let one in that the tests of secrets on real hosts do not know.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FieldSchema } from '../modules/contract.ts';
import { modules } from '../modules/index.generated.ts';
import type { Field, Form } from './form.ts';
import { hostForm } from './forms/hosts.ts';
import { commonFields } from './forms/resources.ts';
import { parseDocument, readProject } from './index.ts';

const WHOLE = '"${hidden}"';
const PART = '"a${hidden}"';
const VARIABLE = 'A_WORD';

/** Whether the text is refused because of where the secret stands. */
function isRefused(host: string, mods: string): boolean {
  const text = `viki:\n  vars: { hidden: { secret: true, from: env } }\n  hosts:\n    one: { ${host} }\n  mods:\n${mods}`;
  const { problems } = readProject([parseDocument('main.vk.yaml', text)], 'main');
  return problems.some(({ code, severity }) => code === 'secret-misplaced' && severity === 'error');
}

/** Ways to write a text into a field of these types, each with the secret as all of it and with more beside it. */
function waysInto(types: readonly string[]): readonly { readonly whole: string; readonly part: string }[] {
  const wraps = [
    (text: string) => text,
    ...(types.includes('array') ? [(text: string) => `[${text}]`] : []),
    ...(types.includes('object') ? [(text: string) => `{ ${VARIABLE}: ${text} }`] : []),
  ];
  return wraps.map((wrap) => ({ whole: wrap(WHOLE), part: wrap(PART) }));
}

const inModule = (module: string, field: string, value: string): boolean =>
  isRefused('address: 203.0.113.10', `    ${module}:\n      x: { ${field}: ${value} }\n`);
const writtenAt = ([name = '', ...inner]: readonly string[], value: string): string =>
  `${name}: ${inner.length === 0 ? value : `{ ${writtenAt(inner, value)} }`}`;
const inHost = (path: readonly string[], value: string): boolean => isRefused(writtenAt(path, value), '');

/** A secret field takes one as the whole of a text (of a map, of each), and another field never. */
function assertPlace(
  title: string,
  isSecret: boolean,
  types: readonly string[],
  refuses: (value: string) => boolean,
): void {
  for (const { whole, part } of waysInto(types)) {
    assert.ok(refuses(part), `${title} takes ${part}`);
    const isMeant = isSecret && (types.includes('object') ? whole.startsWith('{') : true);
    if (isMeant) assert.ok(!refuses(whole), `${title} refuses ${whole}`);
    else if (!isSecret) assert.ok(refuses(whole), `${title} takes ${whole}`);
  }
}

for (const { name, spec } of modules) {
  test(`${name}: secrets stand only in fields that are made for them`, () => {
    for (const [field, { type, secret = false }] of Object.entries<FieldSchema>(spec.fields)) {
      assertPlace(`${name}.${field}`, secret, [type], (value) => inModule(name, field, value));
    }
  });
}

/** The fields of a form, and of the forms in it. */
function placesIn({ fields }: Form, above: readonly string[] = []): readonly (readonly [readonly string[], Field])[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const path = [...above, name];
    return [[path, field] as const, ...(field.form ? placesIn(field.form, path) : [])];
  });
}

test('what every resource takes is no place for secrets', () => {
  for (const [field, { types }] of Object.entries(commonFields)) {
    assertPlace(field, false, types, (value) => inModule('mkdir', field, value));
  }
});

test('of a host, only its passwords are places for secrets', () => {
  const places = placesIn(hostForm);
  const secret = places.filter(([, field]) => field.secret).map(([path]) => path.join('.'));
  // (test/hosts/secrets.test.ts plants one in each of these)
  assert.deepEqual(secret.toSorted(), ['password', 'sudo.password']);
  for (const [path, { types, secret: isSecret = false }] of places) {
    assertPlace(path.join('.'), isSecret, types, (value) => inHost(path, value));
  }
});
