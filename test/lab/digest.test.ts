// Tests that a digest notices every change that it should, however quickly one follows another. It needs no lab.
import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { Disk, differences } from './digest.ts';

let folder = '';
const folders: string[] = [];
const at = (path: string): string => join(folder, path);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'viki-digest-'));
  folders.push(folder);
  mkdirSync(at('etc'));
  writeFileSync(at('etc/motd'), 'hello\n');
  symlinkSync('motd', at('etc/greeting'));
});

after(() => {
  for (const path of folders) rmSync(path, { recursive: true });
});

const changes: readonly (readonly [what: string, change: () => void])[] = [
  ['a byte', () => writeFileSync(at('etc/motd'), 'hallo\n')],
  ['a mode', () => chmodSync(at('etc/motd'), 0o600)],
  ['a special bit of a mode', () => chmodSync(at('etc/motd'), 0o4644)],
  ['an owner', () => chownSync(at('etc/motd'), 1, 0)],
  ['a group', () => chownSync(at('etc/motd'), 0, 1)],
  ['the mode of a folder', () => chmodSync(at('etc'), 0o700)],
  [
    'a link target',
    () => {
      rmSync(at('etc/greeting'));
      symlinkSync('passwd', at('etc/greeting'));
    },
  ],
  ['an empty folder', () => mkdirSync(at('etc/empty'))],
  ['an empty file', () => writeFileSync(at('etc/empty'), '')],
  ['a missing file', () => rmSync(at('etc/motd'))],
  [
    'a file that became a link to the same bytes',
    () => {
      writeFileSync(at('elsewhere'), 'hello\n');
      rmSync(at('etc/motd'));
      symlinkSync('../elsewhere', at('etc/motd'));
    },
  ],
  ['a name that is not UTF-8', () => writeFileSync(Buffer.concat([Buffer.from(at('etc/')), Buffer.of(0xff)]), '')],
];

for (const [what, change] of changes) {
  test(`a digest notices ${what}`, async () => {
    const disk = new Disk(folder);
    const before = await disk.digest();
    assert.equal(await disk.digest(), before);
    change();
    assert.notEqual(await disk.digest(), before);
  });
}

test('times are not looked at', async () => {
  const disk = new Disk(folder);
  const before = await disk.digest();
  utimesSync(at('etc/motd'), 1, 1);
  assert.equal(await disk.digest(), before);
});

test('bytes are looked at again, even if size and time of modification are the same', async () => {
  const disk = new Disk(folder);
  utimesSync(at('etc/motd'), 1, 1);
  const before = await disk.digest();
  writeFileSync(at('etc/motd'), 'hallo\n');
  utimesSync(at('etc/motd'), 1, 1);
  assert.notEqual(await disk.digest(), before);
});

test("what the system writes by itself and viki's own folder are left out, with the way there", async () => {
  mkdirSync(at('home/deploy'), { recursive: true });
  const disk = new Disk(folder);
  const before = await disk.listing();
  mkdirSync(at('home/deploy/.local/state/viki/runs'), { recursive: true });
  mkdirSync(at('var/lib/viki/runs'), { recursive: true });
  mkdirSync(at('var/log/journal/1'), { recursive: true });
  assert.deepEqual(differences(before, await disk.listing()), [
    '+ /var directory 0755 0:0',
    '+ /var/lib directory 0755 0:0',
    '+ /var/log directory 0755 0:0',
    '+ /var/log/journal directory 0755 0:0',
  ]);
});

test("the way to viki's own folder counts as soon as something else is there", async () => {
  mkdirSync(at('home/deploy/.local/state/viki'), { recursive: true });
  const disk = new Disk(folder);
  const before = await disk.listing();
  mkdirSync(at('home/deploy/.local/state/other'));
  assert.deepEqual(differences(before, await disk.listing()), [
    '+ /home/deploy/.local directory 0755 0:0',
    '+ /home/deploy/.local/state directory 0755 0:0',
    '+ /home/deploy/.local/state/other directory 0755 0:0',
  ]);
});

test('a test can leave out more', async () => {
  const disk = new Disk(folder);
  const before = await disk.digest({ except: ['/srv'] });
  mkdirSync(at('srv/data'), { recursive: true });
  assert.equal(await disk.digest({ except: ['/srv'] }), before);
  assert.notEqual(await disk.digest({ except: ['/srv/data'] }), before);
});
