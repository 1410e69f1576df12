// Which form a value is written in: where a map may be several things, its keys tell.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../modules/contract.ts';
import { formOf } from './form.ts';
import { hostForm, secretForm, typedForm, variableField } from './forms.ts';

test('the keys of a map tell what a variable is', () => {
  const cases: readonly (readonly [Json, unknown])[] = [
    [{ secret: true, from: 'env' }, secretForm],
    // (a misspelt key does not make a plain value of a secret)
    [{ secret: true, form: 'env' }, secretForm],
    [{ default: 1 }, typedForm],
    [{ description: 'a port', type: 'integer' }, typedForm],
    [{ default: 1, other: 2 }, undefined],
    [{ from: 1, to: 2 }, undefined],
    [{}, undefined],
    [['secret'], undefined],
    ['secret', undefined],
    [null, undefined],
  ];
  for (const [value, form] of cases) assert.equal(formOf(variableField, value), form, JSON.stringify(value));
});

test('a field with one form has that one', () => {
  const sudo = hostForm.fields['sudo'];
  assert.ok(sudo?.form);
  assert.equal(formOf(sudo, { password: 'x' }), sudo.form);
  assert.equal(formOf(sudo, true), undefined);
});
