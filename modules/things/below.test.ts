// The shell of what lies below a folder, in every shell that this machine has: odd names come through unharmed, and what can't be
// told so is said.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { commonLibrary } from '../../engine/shell/shell.generated.ts';
import { type Shell, shells } from '../../test/support/shells.ts';
import type { State } from '../contract.ts';
import { belowThing, pathsBelow } from './below.ts';

const ODD_NAMES = [
  'two words',
  ' leading and trailing ',
  "it's",
  '"quoted"',
  '$HOME `id` $(id)',
  'back\\slash\\n',
  '-rf',
  '*?[a]',
  'ünïcödé ☃',
  '#hash ; & | > <',
  'a\ttab',
];

/** Nothing is barred from root. */
const NOBODY = 65_534;
const skip = process.getuid?.() === 0 ? false : 'only root can be somebody else';

let folder = '';
before(() => {
  folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'viki-below-')));
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

type How = { readonly limit?: number; readonly language?: string; readonly more?: string; readonly uid?: number };

/** The state of everything below it, as this shell tells; with another `limit`, `more` shell before it, or as somebody else. */
function told(shell: Shell, place: string, { limit, language = 'C', more = '', uid }: How = {}): State {
  const [program = 'sh', ...words] = shell.command;
  const asked = belowThing.ask([{ index: 0, at: place }]);
  const ask = limit === undefined ? asked : asked.replace(/\d+$/, String(limit));
  const settings = 'v_below_at_once=3 v_tell_bars=yes v_home=/var/lib/viki';
  const script = [commonLibrary, belowThing.library, settings, more, ask, ''].join('\n');
  const { stdout, stderr } = spawnSync(program, [...words, '-c', script], {
    encoding: 'utf8',
    env: { ...shell.environment, LC_ALL: language },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid, gid: uid }),
  });
  const answer = stdout.replace(/^0\t/, '').replace(/\n$/, '');
  const state = belowThing.parse(answer);
  assert.ok(state, `${answer}\n${stderr}`);
  assert.equal(belowThing.print(state), answer);
  return { [`below:${place}`]: state, ...belowThing.tells?.(place, state) };
}

for (const shell of shells()) {
  test(`${shell.name}: everything below a folder is told, whatever it is called`, () => {
    const place = join(folder, `it's "${shell.name}" $HOME &`);
    fs.mkdirSync(place);
    assert.deepEqual(pathsBelow(place, told(shell, place)), []);
    for (const name of ODD_NAMES) {
      fs.mkdirSync(join(place, name));
      fs.writeFileSync(join(place, name, name), 'x');
      fs.symlinkSync('..', join(place, name, `link to ${name}`));
    }
    const state = told(shell, place);
    const wanted = ODD_NAMES.flatMap((name) => [name, `${name}/${name}`, `${name}/link to ${name}`]);
    const paths = pathsBelow(place, state);
    assert.ok(!('refused' in paths));
    assert.deepEqual(paths.toSorted(), wanted.map((path) => `${place}/${path}`).toSorted());
    for (const name of ODD_NAMES) {
      assert.equal(state[`path:${place}/${name}`]?.['is'], 'directory');
      assert.equal(state[`path:${place}/${name}/${name}`]?.['size'], 1);
      assert.equal(state[`path:${place}/${name}/link to ${name}`]?.['target'], '..');
    }
    assert.equal(told(shell, '/var')['below:/var']?.['is'], 'own');
    assert.equal(told(shell, place, { limit: 5 })[`below:${place}`]?.['is'], 'many');
    // (not UTF-8: it is told, as far as one can read it)
    const bytes = Buffer.concat([Buffer.from(`${place}/it's`), Buffer.from([0xe9, 0xff]), Buffer.from("' $(id)")]);
    fs.writeFileSync(bytes, 'four');
    for (const language of ['C', 'C.UTF-8']) {
      assert.equal(told(shell, place, { language })[`path:${place}/it's\ufffd\ufffd' $(id)`]?.['size'], 4, language);
    }
    fs.rmSync(bytes);
    for (const target of ['\u001d', 'to\u001e']) {
      fs.symlinkSync(target, join(place, 'link'));
      assert.equal(told(shell, place)[`below:${place}`]?.['is'], 'odd');
      fs.rmSync(join(place, 'link'));
    }
    assert.equal(told(shell, place)[`below:${place}`]?.['is'], 'below');
    fs.writeFileSync(join(place, 'line\nend'), '');
    assert.equal(told(shell, place)[`below:${place}`]?.['is'], 'odd');
    assert.equal(told(shell, join(place, 'nothing'))[`below:${join(place, 'nothing')}`]?.['is'], 'absent');
  });
}

/** What `find` does when something goes between its name being read and it being looked at; the first time, or always. */
const GOING = (always: boolean): string => {
  const count = always ? '' : '[ ! -e "$1/../found" ] || return 0; ';
  return `find() { command find "$@"; ${count}: >"$1/../found"; return 1; }`;
};

for (const shell of shells()) {
  test(`${shell.name}: what goes while it is looked at is looked at once more, and told as what it is`, () => {
    const place = join(folder, `going ${shell.name}`);
    fs.mkdirSync(join(place, 'in'), { recursive: true });
    const [once, always] = [false, true].map((isAlways) => told(shell, place, { more: GOING(isAlways) }));
    assert.equal(once?.[`below:${place}`]?.['is'], 'below');
    assert.equal(always?.[`below:${place}`]?.['is'], 'moving');
    fs.rmSync(join(folder, 'found'));
  });

  test(`${shell.name}: what may not be looked into is told as that`, { skip }, () => {
    const place = join(folder, `barred ${shell.name}`);
    fs.mkdirSync(join(place, 'in', 'deep'), { recursive: true });
    fs.chmodSync(join(place, 'in'), 0o700);
    fs.chmodSync(folder, 0o755);
    const [program = ''] = shell.command;
    if (program.includes('/')) fs.chmodSync(dirname(program), 0o755);
    assert.equal(told(shell, place, { uid: NOBODY })[`below:${place}`]?.['is'], 'denied');
  });
}
