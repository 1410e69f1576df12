// Ctrl-C while a host is being changed: the first finishes the step and goes back, the second does not wait for the step.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, constants, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { appears } from '../test/support/appears.ts';
import { newPlace, type Place, vikiCommand } from '../test/support/viki.ts';
import { listing } from './demo/digest.ts';

/** By a signal that can't be handled: what is tested is how viki handles the others. */
const LIMIT_MILLISECONDS = 30_000;
const places: { remove(): void }[] = [];
const pipes: string[] = [];
after(() => {
  for (const pipe of pipes) release(pipe);
  for (const place of places) place.remove();
});

/** A test that failed may have left a step that waits: it would wait for ever. */
function release(pipe: string): void {
  try {
    const opened = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    writeSync(opened, 'go\n');
    closeSync(opened);
  } catch (error) {
    // Nobody waits, which is as it should be.
    assert.equal((error as NodeJS.ErrnoException).code, 'ENXIO');
  }
}

/** A host on which the second of three folders is not made before somebody writes to a pipe. */
function slowPlace(): { readonly place: Place; readonly pipe: string; readonly path: string } {
  const place = newPlace(
    (host) => `viki:
  hosts: { here: { via: local } }
  mods:
    mkdir:
      quick: { path: ${host}/quick }
      slow: { path: ${host}/slow }
      third: { path: ${host}/third }
`,
  );
  places.push(place);
  const pipe = join(place.project, 'pipe');
  assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
  pipes.push(pipe);
  const real = spawnSync('sh', ['-c', 'command -v mkdir'], { encoding: 'utf8' }).stdout.trim();
  place.write('bin/mkdir', `#!/bin/sh\ncase "$*" in *host/slow) read -r _ <'${pipe}' ;; esac\nexec ${real} "$@"\n`);
  const bin = join(place.project, '..', 'bin');
  chmodSync(join(bin, 'mkdir'), 0o755);
  return { place, pipe, path: `${bin}:${place.environment['PATH']}` };
}

/** Waits until the run on the host was asked to stop. */
async function cancelAsked(place: Place): Promise<void> {
  const [run = ''] = readdirSync(join(place.vikiHome, 'runs'));
  const folder = join(place.vikiHome, 'runs', run);
  await appears(join(folder, 'cancel'), LIMIT_MILLISECONDS);
}

/** Applies; `onLine` is told what is said, and may interrupt. */
function apply(
  place: Place,
  path: string,
  onText: (text: string, interrupt: () => void) => void,
): Promise<{ readonly exit: number | null; readonly said: string }> {
  const [program = '', ...words] = vikiCommand(['apply', '--yes']);
  const environment = { ...place.environment, PATH: path };
  const child = spawn(program, words, {
    cwd: place.project,
    env: environment,
    timeout: LIMIT_MILLISECONDS,
    killSignal: 'SIGKILL',
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      onText(said, () => child.kill('SIGINT'));
    });
  }
  return new Promise((resolve) => child.on('close', (exit) => resolve({ exit, said })));
}

const once = (work: () => void): (() => void) => {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
};

test('the first Ctrl-C lets the step finish, and the host goes back', async () => {
  const { place, pipe, path } = slowPlace();
  const before = await listing(place.host);
  let interruptOnce: (() => void) | undefined;
  const letGo = once(() => void cancelAsked(place).then(() => writeFileSync(pipe, 'go\n')));
  const { exit, said } = await apply(place, path, (text, interrupt) => {
    interruptOnce ??= once(interrupt);
    if (text.includes('mkdir.slow (2 of 3)')) interruptOnce();
    if (text.includes('stopping safely')) letGo();
  });
  assert.equal(exit, 4, said);
  assert.match(said, /cancelled; all is as before/);
  assert.deepEqual(await listing(place.host), before);
});

test('the second Ctrl-C does not wait for the step, and the host goes back', async () => {
  const { place, path } = slowPlace();
  const before = await listing(place.host);
  let first: (() => void) | undefined;
  let second: (() => void) | undefined;
  const { exit, said } = await apply(place, path, (text, interrupt) => {
    first ??= once(interrupt);
    second ??= once(interrupt);
    if (text.includes('mkdir.slow (2 of 3)')) first();
    if (text.includes('stopping safely')) second();
  });
  assert.equal(exit, 4, said);
  assert.match(said, /ending the runs at once/);
  assert.deepEqual(await listing(place.host), before);
});
