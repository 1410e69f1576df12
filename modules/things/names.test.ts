// The shell of things runs inside of the runner's own (engine/shell/run.sh), where every variable is everybody's: what the
// runner still needs when a step is done is no name for a thing's scratch.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const RUNNER = join(import.meta.dirname, '..', '..', 'engine', 'shell');
/** What takes a step. */
const STEPS = ['v_forward', 'v_back', 'v_again'];
/** What is left of a line is used before anything else happens. */
const AT_ONCE = ['v_rest'];

const FUNCTION = /^(v_\w+)\(\) \{(.*?)^\}/gms;
const ASSIGNED = /(?:^|[\s;({])(v_[a-z_]+)=|\bfor (v_[a-z_]+) in|\bread -r ((?:v_[a-z_]+ ?)+)/g;

const textOf = (folder: string, name: string): string =>
  readFileSync(join(folder, name), 'utf8').replaceAll(/^\s*#.*$/gm, '');

const assignedIn = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(ASSIGNED)].flatMap(([, one, loop, read = '']) =>
      [one, loop, ...read.split(' ')].filter((name) => name),
    ) as string[],
  );

/** What functions set and read that take steps, themselves or by others. */
function keptByRunner(): ReadonlySet<string> {
  const text = ['run.sh', 'try.sh'].map((name) => textOf(RUNNER, name)).join('\n');
  const bodies = new Map([...text.matchAll(FUNCTION)].map(([, name = '', body = '']) => [name, body]));
  const around = new Set<string>(STEPS);
  for (let known = 0; known < around.size; ) {
    known = around.size;
    for (const [name, body] of bodies)
      if (body.match(/\bv_\w+\b(?!=)/g)?.some((word) => around.has(word))) around.add(name);
  }
  const walking = [...around].map((name) => bodies.get(name) ?? '');
  const isRead = (name: string): boolean =>
    !AT_ONCE.includes(name) && walking.some((body) => new RegExp(`\\$\\{?${name}\\b`).test(body));
  return new Set(walking.flatMap((body) => [...assignedIn(body)]).filter(isRead));
}

test('things leave alone what the runner needs after a step', () => {
  const kept = keptByRunner();
  assert.ok(kept.has('v_n') && kept.has('v_missing'), [...kept].join(' '));
  const scripts = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.sh'));
  const taken = scripts.flatMap((name) =>
    [...assignedIn(textOf(import.meta.dirname, name))].filter((one) => kept.has(one)).map((one) => `${name}: ${one}`),
  );
  assert.deepEqual(taken, []);
});

test('no function has the name of another one', () => {
  const scripts = [import.meta.dirname, RUNNER].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.sh'))
      .map((name) => textOf(folder, name)),
  );
  const names = scripts.flatMap((text) => [...text.matchAll(/^(v_\w+)\(\)/gm)].map(([, name = '']) => name));
  assert.ok(names.length > 100);
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});
