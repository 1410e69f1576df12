// Questions at a real terminal (a pseudo terminal that `script` makes): yes, no, Ctrl-C, and a secret without an echo.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { atTerminal, noTerminal } from '../test/support/terminal.ts';
import { newPlace, type Place, vikiCommand } from '../test/support/viki.ts';
import { echo, nothingTyped, typed } from './typing.ts';

const places: { remove(): void }[] = [];
after(() => {
  for (const place of places) place.remove();
});

function newShop(): Place {
  const place = newPlace(
    (host) => `viki:
  hosts:
    here: { via: local }
  mods:
    mkdir:
      app: { path: ${host}/app }
`,
  );
  places.push(place);
  return place;
}

test('apply asks, and does it after a yes', { skip: noTerminal }, async () => {
  const place = newShop();
  const { exit, seen } = await atTerminal(place, vikiCommand(['apply']), [['[y/N] ', 'yes\r']]);
  assert.equal(exit, 0, seen);
  assert.match(seen, /1 change of project .*here\? \[y\/N\] yes/);
  assert.ok(existsSync(join(place.host, 'app')));
});

test('anything but a yes changes nothing', { skip: noTerminal }, async () => {
  for (const answer of ['\r', 'n\r', 'yess\r', '\u0004', '\u0003', 'y\u007f\r']) {
    const place = newShop();
    const { exit, seen } = await atTerminal(place, vikiCommand(['apply']), [['[y/N] ', answer]]);
    assert.equal(exit, 1, seen);
    assert.match(seen, /nothing was changed/);
    assert.ok(!existsSync(join(place.host, 'app')));
  }
});

test('a secret is taken without an echo, and by no other way than a terminal', { skip: noTerminal }, async () => {
  const place = newShop();
  const sources = JSON.stringify(import.meta.dirname);
  const program = `
    const { terminalAsker } = await import(${sources} + '/asker.ts');
    const { Terminal } = await import(${sources} + '/terminal.ts');
    const streams = { input: process.stdin, output: process.stdout, errors: process.stderr, environment: {} };
    const asker = terminalAsker(new Terminal(streams, { json: false, verbose: false }));
    const told = await asker.secret({ host: 'web', purpose: 'sudo', prompt: 'Password for sudo on web' });
    console.log('told', told === undefined ? 'nothing' : told.split('').reverse().join(''));
  `;
  const words = [process.execPath, '--input-type=module', '--eval', program];
  const { seen } = await atTerminal(place, words, [['sudo on web: ', 'opensesame\r']]);
  assert.match(seen, /told emasesnepo/);
  assert.doesNotMatch(seen, /opensesame/);
  const [node = '', ...rest] = words;
  const piped = spawnSync(node, rest, { input: 'opensesame\n', encoding: 'utf8', env: place.environment });
  assert.equal(piped.stdout, 'told nothing\n');
});

test('a question does not outlive the wish to end', { skip: noTerminal }, async () => {
  const sources = JSON.stringify(import.meta.dirname);
  const program = `
    const { askYes } = await import(${sources} + '/asker.ts');
    const { Terminal } = await import(${sources} + '/terminal.ts');
    const streams = { input: process.stdin, output: process.stdout, errors: process.stderr, environment: {} };
    const answer = askYes(new Terminal(streams, { json: false, verbose: false }), 'Shall it be done?');
    process.kill(process.pid, 'SIGTERM');
    console.log('told ' + (await answer));
  `;
  const { exit, seen } = await atTerminal(newShop(), [process.execPath, '--input-type=module', '--eval', program], []);
  assert.match(seen, /told false/);
  assert.equal(exit, 0);
});

test('what is typed is one answer: corrected, cleared, ended by enter', () => {
  const cases: readonly (readonly [readonly string[], string, string | undefined])[] = [
    [['a', 'b', '\r'], 'ab', 'told'],
    [['secret\rrest'], 'secret', 'told'],
    [['ab\u007fc', '\n'], 'ac', 'told'],
    [['wrong\u0015right\r'], 'right', 'told'],
    [['a', '\u001b[A', 'b\r'], 'ab', 'told'],
    [['\u{1F511}x\u007f\u007f\r'], '', 'told'],
    [['a\u0004b\r'], 'ab', 'told'],
    [['\u0004'], '', 'declined'],
    [['abc\u0003'], 'abc', 'interrupted'],
    [['half'], 'half', undefined],
  ];
  for (const [keys, answer, end] of cases) {
    const typing = keys.reduce(typed, nothingTyped);
    const shown = end === 'interrupted' ? typing.answer : answer;
    assert.deepEqual([typing.answer, typing.end], [shown, end], JSON.stringify(keys));
  }
  assert.equal(echo('ab', 'ac'), '\b \bc');
  assert.equal(echo('ab', ''), '\b \b\b \b');
});
