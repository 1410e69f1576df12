// The validator of forms that are made while viki runs finds what the compiled ones find: compared over all modules, with
// values that are right and wrong in every field.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../modules/contract.ts';
import { sortsOf } from './catalog.ts';
import { formValidator } from './form-validator.ts';
import type { Finding } from './validators.generated.js';

const VALUES: readonly Json[] = [
  ...['', 'a', '/a', '/a/', '0644', '644', 'present', 'absent', '5m', 'ä'.repeat(300), 'root'],
  ...[true, 0, 1, 1.5, -1, 1e9, null, [], ['a'], [''], [1], ['a', 2], {}, { a: 'b' }, { 'a/b~c': '' }, { a: 1 }],
];

const words = (findings: readonly Finding[] | null | undefined): readonly string[] =>
  (findings ?? []).map(({ instancePath, keyword, params }) => {
    const { missingProperty = '', additionalProperty = '' } = params;
    return [instancePath, keyword, missingProperty, additionalProperty].join(' ');
  });

test('it finds what the compiled validators find', () => {
  let compared = 0;
  for (const [name, { form, validate }] of sortsOf('mods')) {
    if (validate === undefined) continue;
    const own = formValidator(form);
    const fields = [...Object.keys(form.fields), 'no_such_field'];
    for (const data of [{}, ...fields.flatMap((field) => VALUES.map((value) => ({ [field]: value })))]) {
      const isRight: boolean = validate(data);
      assert.equal(own(data), isRight, `${name}: ${JSON.stringify(data)}`);
      const theirs: readonly string[] = isRight ? [] : words(validate.errors);
      assert.deepEqual([...words(own.errors)].sort(), [...theirs].sort(), `${name}: ${JSON.stringify(data)}`);
      compared += 1;
    }
  }
  assert.ok(compared > 5000, `only ${compared}`);
});
