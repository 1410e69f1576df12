// The demo as a process: it ends well, tells no lie about what it did, and leaves nothing behind, however it ends.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { newPlace, vikiCommand } from '../../test/support/viki.ts';
import { digestOf, listing } from './digest.ts';

const LIMIT_MILLISECONDS = 90_000;
const place = newPlace(() => '');
after(() => place.remove());

/** Runs the demo with a folder for temporary things that is looked at afterwards. */
function demo(
  words: readonly string[],
  onText: (text: string, interrupt: () => void) => void = () => undefined,
): Promise<{ readonly exit: number | null; readonly output: string; readonly left: readonly string[] }> {
  const temporary = mkdtempSync(join(place.host, 'tmp-'));
  const [program = '', ...rest] = vikiCommand(['demo', ...words]);
  const child = spawn(program, rest, {
    cwd: place.project,
    env: { ...place.environment, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: LIMIT_MILLISECONDS,
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    onText(output, () => child.kill('SIGINT'));
  });
  return new Promise((resolve) => child.on('close', (exit) => resolve({ exit, output, left: readdirSync(temporary) })));
}

test('it does the whole story, and leaves nothing behind', async () => {
  const { exit, output, left } = await demo([]);
  assert.equal(exit, 0, output);
  const story = [
    /\$ viki plan -C \S+\nplayground: 2 to create, 1 to change/,
    /\$ viki apply -C \S+ --yes[\s\S]*✓ 3 changes made/,
    /playground: no changes \(3 resources\)/,
    /playground: changed since the last run, by somebody else/,
    /\$ viki rollback -C \S+ --run \S+ --yes[\s\S]*✓ 3 changes taken back/,
    /The host is as it was, to the byte: 4 paths/,
  ];
  for (const part of story) assert.match(output, part);
  assert.deepEqual(left, []);
});

test('with --keep the playground stays until Ctrl-C, and nothing is left then', async () => {
  let interrupted = false;
  const { exit, output, left } = await demo(['--keep'], (text, interrupt) => {
    if (interrupted || !text.includes('The playground goes on')) return;
    interrupted = true;
    interrupt();
  });
  assert.equal(exit, 0, output);
  assert.deepEqual(left, []);
});

test('stopped in the middle, it says so and leaves nothing', async () => {
  let interrupted = false;
  const { exit, output, left } = await demo([], (text, interrupt) => {
    if (interrupted || !text.includes('$ viki apply')) return;
    interrupted = true;
    interrupt();
  });
  assert.equal(exit, 1, output);
  assert.doesNotMatch(output, /The host is as it was/);
  assert.deepEqual(left, []);
});

test('a folder is told apart from one that differs in a byte, a right, a link or a name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'viki-digest-'));
  after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'sub', 'file'), 'one');
  const digests = new Set<string>();
  const look = async (): Promise<void> => {
    digests.add(digestOf(await listing(folder)));
  };
  await look();
  await look();
  assert.equal(digests.size, 1);
  const changes = [
    () => appendFileSync(join(folder, 'sub', 'file'), ' '),
    () => chmodSync(join(folder, 'sub', 'file'), 0o600),
    () => chmodSync(join(folder, 'sub'), 0o700),
    () => mkdirSync(join(folder, 'new')),
    () => symlinkSync('sub', join(folder, 'link')),
    () => rmSync(join(folder, 'sub', 'file')),
  ];
  for (const change of changes) {
    change();
    await look();
  }
  assert.equal(digests.size, 1 + changes.length);
});
