// The shell of paths, in every shell that this machine has: odd names come through unharmed, and every state can be
// made from every other. Names and contents are checked with Node's own eyes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { commonLibrary } from '../../engine/shell/shell.generated.ts';
import { type Shell, shells } from '../../test/support/shells.ts';
import { type PathState, pathThing } from './path.ts';

const ODD_NAMES = [
  'plain',
  'two words',
  ' leading and trailing ',
  "it's",
  '"quoted"',
  '$HOME `id` $(id)',
  'back\\slash\\n',
  'line\nend',
  '-rf',
  '*?[a]',
  'ünïcödé ☃',
  '#hash ; & | > <',
  '~',
];

let folder = '';
const bytes = new Map(
  ['first\n', '', 'second, longer\n'].map((text) => [createHash('sha256').update(text).digest('hex'), text]),
);

before(() => {
  folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'viki-path-')));
  fs.mkdirSync(join(folder, 'home', 'blobs'), { recursive: true });
  for (const [sha256, text] of bytes) fs.writeFileSync(join(folder, 'home', 'blobs', sha256), text);
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

function run(shell: Shell, script: string): { output: string; errors: string; status: number | null } {
  const [program = 'sh', ...words] = shell.command;
  const text = `${commonLibrary}\n${pathThing.library}\nv_home='${folder}/home' v_run=test\n${script}\n`;
  // (with a socket for its input, bash believes that it was called by rshd, and reads the profile of whoever runs this)
  const done = spawnSync(program, [...words, '-c', text], {
    encoding: 'utf8',
    env: { ...shell.environment, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { output: done.stdout, errors: done.stderr, status: done.status };
}

/** Runs each of them as if by itself, in one shell: to start one takes longer than all that they do. None may fail. */
function runApart(shell: Shell, scripts: readonly string[]): { output: string } {
  const parts = scripts.map((script, index) => `(\n${script}\n) || { echo ${index} >&2; exit 1; }`);
  const done = run(shell, parts.join('\n'));
  const failed = scripts[Number(/(\d+)\n$/.exec(done.errors)?.[1])];
  assert.equal(done.status, 0, `${failed}: ${done.errors}`);
  return done;
}

const setting = (path: string, to: PathState): string => pathThing.set?.(path, to) ?? 'false';
const asking = (paths: readonly string[], first = 0): string =>
  pathThing.ask(paths.map((at, index) => ({ index: first + index, at })));

const ask = (shell: Shell, paths: readonly string[]): readonly (PathState | undefined)[] =>
  answersIn(run(shell, asking(paths)).output);

function answersIn(output: string): readonly (PathState | undefined)[] {
  const states: (PathState | undefined)[] = [];
  for (const line of output.split('\n')) {
    const [index = '', ...answer] = line.split('\t');
    if (index !== '') states[Number(index)] = pathThing.parse(answer.join('\t')) as PathState | undefined;
  }
  return states;
}

const wayText = (from: PathState, to: PathState): string => `${JSON.stringify(from)} -> ${JSON.stringify(to)}`;

const me = (() => {
  const { username, gid } = userInfo();
  const group = spawnSync('id', ['-gn'], { encoding: 'utf8' }).stdout.trim() || String(gid);
  return { owner: username, group };
})();

function fileState(text: string, mode: string): PathState {
  return {
    is: 'file',
    sha256: createHash('sha256').update(text).digest('hex'),
    size: Buffer.byteLength(text),
    mode,
    ...me,
  };
}

function clean(path: string): void {
  fs.rmSync(path, { recursive: true, force: true });
}

for (const shell of shells()) {
  test(`${shell.name}: names of any kind are asked about unharmed`, () => {
    const place = join(folder, `ask-${shell.name}`);
    fs.mkdirSync(place);
    const files = ODD_NAMES.map((name) => `${place}/${name}`);
    for (const file of files) fs.writeFileSync(file, file, { mode: 0o640 });
    const missing = ODD_NAMES.map((name) => `${place}/no ${name}`);
    const states = ask(shell, [...files, ...missing]);
    for (const [index, file] of files.entries()) assert.deepEqual(states[index], fileState(file, '0640'), file);
    for (const [index] of missing.entries()) assert.deepEqual(states[files.length + index], { is: 'absent' });
  });

  test(`${shell.name}: names of any kind are made, changed and removed unharmed`, () => {
    const place = join(folder, `set-${shell.name}`);
    fs.mkdirSync(place);
    for (const name of ODD_NAMES) {
      const path = `${place}/${name}`;
      const states = [fileState('first\n', '0644'), fileState('', '0600'), { is: 'absent' } as const];
      const ways = states.flatMap((to, index) => [setting(path, to), asking([path], index)]);
      const link: PathState = { is: 'link', target: name, ...me };
      assert.deepEqual(answersIn(runApart(shell, [...ways, setting(path, link)]).output), states);
      // (a link end in a link's target can't be told in one line; it is seen as something that is left alone)
      if (!name.includes('\n')) assert.equal(fs.readlinkSync(path), name);
      clean(path);
    }
    assert.deepEqual(fs.readdirSync(place), []);
  });

  test(`${shell.name}: every state can be made from every other`, () => {
    const path = join(folder, `states-${shell.name}`);
    const states: readonly PathState[] = [
      { is: 'absent' },
      { is: 'directory', mode: '0700', ...me },
      { is: 'directory', mode: '2755', ...me },
      fileState('first\n', '0644'),
      fileState('first\n', '0400'),
      fileState('second, longer\n', '4750'),
      { is: 'link', target: 'home', ...me },
      { is: 'link', target: 'nowhere', ...me },
    ];
    const ways = states.flatMap((from) => states.map((to) => ({ from, to, what: wayText(from, to) })));
    const { output } = runApart(
      shell,
      ways.flatMap(({ from, to }, index) => [
        ...[from, to].map((state) => setting(path, state)),
        asking([path], index),
      ]),
    );
    const found = answersIn(output);
    for (const [index, { to, what }] of ways.entries()) {
      const state = found[index];
      assert.ok(state, what);
      assert.equal(pathThing.print(state), pathThing.print(to), what);
    }
    clean(path);
    assert.deepEqual(
      fs.readdirSync(folder).filter((name) => name.startsWith('.viki-')),
      [],
      'no half-written file is left',
    );
  });

  test(`${shell.name}: a folder that is not empty is not removed`, () => {
    const path = join(folder, `full-${shell.name}`);
    fs.mkdirSync(path);
    fs.writeFileSync(join(path, 'kept'), '');
    assert.notEqual(run(shell, pathThing.set?.(path, { is: 'absent' }) ?? '').status, 0);
    assert.ok(fs.existsSync(join(path, 'kept')));
  });

  test(`${shell.name}: what can't be seen is not called absent`, () => {
    const place = join(folder, `unseen-${shell.name}`);
    fs.writeFileSync(place, '');
    fs.symlinkSync('nowhere', `${place}-link`);
    assert.deepEqual(ask(shell, [`${place}/x/y`, `${place}-link/x`, '/none-of-that-name/x']), [
      { is: 'unreadable', why: 'blocked', at: place },
      { is: 'unreadable', why: 'blocked', at: `${place}-link` },
      { is: 'absent' },
    ]);
  });

  test(`${shell.name}: many paths are answered by one question`, () => {
    const paths = Array.from({ length: 300 }, (_, index) => `${folder}/${index % 3 === 0 ? 'home' : `none-${index}`}`);
    const states = ask(shell, paths);
    assert.equal(states.filter((state) => state?.is === 'directory').length, 100);
    assert.equal(states.filter((state) => state?.is === 'absent').length, 200);
  });
}
