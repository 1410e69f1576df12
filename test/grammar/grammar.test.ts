// Every fixture is coloured by the grammar that it names, and each of its marks has to be true. The editor ring is where a
// real editor does it; this one takes half a second.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/root.ts';
import { colour, loadGrammar } from './colours.ts';
import { readFixture, untrueMarks } from './marks.ts';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const contributed: readonly { scopeName: string; path: string }[] = manifest.contributes.grammars;
const own = new Map(contributed.map(({ scopeName, path }) => [scopeName, join(root, path)]));
const withShell = new Map([...own, ['source.shell', join(import.meta.dirname, 'shell.tmLanguage.json')]]);

const folder = join(import.meta.dirname, 'fixtures');
const read = (name: string) => readFixture(readFileSync(join(folder, name), 'utf8'));

for (const name of readdirSync(folder)) {
  test(`${name} has the colours that are marked in it`, async () => {
    const fixture = read(name);
    assert.ok(fixture.marks.length > 0, 'a fixture without marks shows nothing');
    const grammar = await loadGrammar(fixture.scope, withShell);
    assert.deepEqual(untrueMarks(fixture, colour(grammar, fixture.lines)), []);
  });
}

test('a mark that is not true is told, with what is there', () => {
  const fixture = readFixture('# GRAMMAR source.viki\na: b\n# <- comment\n#  ^ - string\n#  ^^ string\n');
  const plain = ['source.viki', 'string.unquoted'];
  assert.deepEqual(untrueMarks(fixture, [[plain, plain, plain, plain]]), [
    '3: "a" should be comment, and is string.unquoted',
    '4: "b" should be -string, and is string.unquoted',
    '5: the mark is longer than the text above it',
  ]);
});

test('without a shell grammar, everything but the shell keeps its colours', async () => {
  const { scope, lines } = read('shell.txt');
  const [rich, poor] = await Promise.all([loadGrammar(scope, withShell), loadGrammar(scope, own)]);
  // What the shell's own grammar says is not compared; references and here-documents in it are.
  const ours = (scopes: readonly string[]) => scopes.filter((name) => !name.endsWith('.shell')).join(' ');
  const seen = (grammar: typeof rich) => colour(grammar, lines).map((found) => found.map(ours));
  assert.deepEqual(seen(poor), seen(rich));
});

test('no long line makes a pattern try every way to cut it', async () => {
  const grammar = await loadGrammar('source.viki', withShell);
  // No time is measured: a pattern that does would not be done before the ring's limit.
  const pieces = ['a ', 'a:b', ' ', '- ', '{ ', '"\\', '${', '&a ', "''"];
  for (const long of pieces.map((piece) => piece.repeat(400)))
    colour(grammar, [long, `key: ${long}`, `command: ${long}`, `a: [${long}`, `a: "\${${long}`]);
});
