// What a shell writes from a program is byte for byte what it was given, in every shell that hosts have.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { sendingOf, wordsFor } from './texts.ts';

const SHELLS: readonly (readonly string[])[] = [['dash'], ['bash'], ['busybox', 'ash']];

const blobOf = (sha256: string, bytes: Uint8Array) => ({ sha256, size: bytes.length, bytes });

function written([shell = '', ...words]: readonly string[], bytes: Buffer): Buffer | undefined {
  const input = `export LC_ALL=C\nprintf ${wordsFor(bytes)}\n`;
  const { error, stdout } = spawnSync(shell, words, { input });
  return error ? undefined : stdout;
}

const TEXTS: readonly Buffer[] = [
  '',
  '\n\n',
  'no line end',
  'it\'s $HOME `id` "x" \\n %s %% \\0101\n',
  '-n\n',
  'a\rb\tc\x01\x7f\x1b[0m\n',
  `caf\u00e9 \\ ${'plain '.repeat(20)}\n`,
].map((text) => Buffer.from(text));

for (const shell of SHELLS) {
  test(`${shell.join(' ')} writes texts as they are`, (context) => {
    if (spawnSync(shell[0] ?? '', ['--help']).error) return context.skip(`${shell[0]} is not installed here`);
    for (const text of TEXTS) assert.deepEqual(written(shell, text), text, JSON.stringify(text.toString()));
    const all = Buffer.from(Array.from({ length: 127 }, (_, index) => index + 1));
    assert.deepEqual(written(shell, all), all);
    const few = Buffer.concat([Buffer.from([128, 129, 136, 255]), Buffer.from('x'.repeat(64))]);
    assert.deepEqual(written(shell, few), few);
  });
}

test('what is no text, or much of it, travels as bytes', () => {
  const blobs = [
    blobOf('text', Buffer.from('text')),
    blobOf('zero', Buffer.from([65, 0])),
    blobOf('other script', Buffer.from('\u65e5\u672c\u8a9e')),
    blobOf('large', Buffer.alloc(65_537, 65)),
  ];
  const { texts, payload } = sendingOf(blobs);
  assert.deepEqual(texts, ["v_text text %s 'text'"]);
  assert.deepEqual(payload, blobs.slice(1));
});

test('all texts together are not more than a shell should read at once', () => {
  const blobs = Array.from({ length: 20 }, (_, index) => blobOf(`${index}`, Buffer.alloc(65_536, 65)));
  const { texts, payload } = sendingOf(blobs);
  assert.deepEqual([texts.length, payload.length], [16, 4]);
});
