// What sudo says in its several makes, and what is made of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainSudo } from './sudo.ts';

const COMPLAINTS: readonly (readonly [complaint: string, words: RegExp])[] = [
  ['env: ‘sudo’: No such file or directory', /not installed/],
  ["env: can't execute 'sudo': No such file or directory", /not installed/],
  ['sh: 1: sudo: not found', /not installed/],
  ['bash: sudo: command not found', /not installed/],
  ['sudo: a password is required', /a password is required/],
  ['sudo: no password was provided\nsudo: a password is required', /a password is required/],
  ['sudo: interactive authentication is required', /a password is required/],
  ['plain is not in the sudoers file.  This incident will be reported.', /may not use sudo/],
  ['Sorry, user plain may not run sudo on web.', /may not use sudo/],
  ['Sorry, user plain is not allowed to execute ‘/usr/bin/sh -c true’ as root on web.', /may not use sudo/],
  ["sudo: I'm sorry plain. I'm afraid I can't do that", /may not use sudo/],
  ['sudo: sorry, you must have a tty to run sudo', /requiretty/],
  [
    'Sorry, try again.\nsudo: no password was provided\nsudo: 1 incorrect password attempt',
    /did not take the password/,
  ],
  ['sudo: 1 incorrect password attempt', /did not take the password/],
  ['sudo: maximum 3 incorrect authentication attempts', /did not take the password/],
  [
    'sudo: unable to resolve host web: Name or service not known\nsudo: a password is required',
    /a password is required/,
  ],
  ['sudo: account validation failure, is your account locked?', /no shell from sudo: account validation failure/],
];

for (const [complaint, words] of COMPLAINTS)
  test(`sudo: ${complaint.replaceAll('\n', ' / ')}`, () => {
    const error = explainSudo('web', complaint);
    assert.equal(error?.kind, 'sudo-refused');
    assert.match(error.message, words);
    assert.notEqual(error.hint, '');
  });

test('what is no complaint of sudo is none', () => {
  assert.equal(explainSudo('web', ''), undefined);
  assert.equal(explainSudo('web', 'sudo: unable to resolve host web: Name or service not known\n'), undefined);
  assert.equal(explainSudo('web', 'We trust you have received the usual lecture'), undefined);
});
