// What V8 compiled is kept and taken again, and only where nobody else can have had a hand in it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const folder = mkdtempSync(join(tmpdir(), 'viki-compiled-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const LOADER = pathToFileURL(join(import.meta.dirname, 'compiled.ts')).href;
const bundle = join(folder, 'bundle.cjs');
const cache = join(folder, 'cache');

const functions = (count: number): string =>
  Array.from({ length: count }, (_, index) => `exports.f${index} = (word) => word + '${index}';`).join('\n');

/** Runs the bundle in a process of its own, as `viki` is. */
function start(words = '1', where = cache, isLooking = true): string {
  const script = `const { loadCompiled } = await import(${JSON.stringify(LOADER)});
    console.log(loadCompiled(${JSON.stringify(bundle)}, ${JSON.stringify(where)}, ${isLooking}).say(${words}));`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).trim();
}

function write(said: string): void {
  writeFileSync(join(folder, 'other.cjs'), `module.exports = 'other ${said}';`);
  writeFileSync(
    bundle,
    `${functions(3000)}
exports.say = (count) => { let text = ''; for (let i = 0; i < count; i += 1) text = exports['f' + i]('${said} '); return text + require('./other.cjs') + require('node:path').sep; };`,
  );
}

const keptNames = (): readonly string[] => readdirSync(cache).toSorted();
const keptFile = (): string => join(cache, keptNames().find((name) => name.startsWith('bundle.cjs')) as string);

test('it is kept for the user alone, and the next start does the same with it', () => {
  write('one');
  assert.equal(start(), 'one 0other one/');
  assert.equal(keptNames().length, 2);
  assert.equal(statSync(keptFile()).mode & 0o777, 0o600);
  const { mtimeMs } = statSync(keptFile());
  assert.equal(start(), 'one 0other one/');
  assert.equal(statSync(keptFile()).mtimeMs, mtimeMs, 'it is not written again');
});

test('a start that compiles much more has it kept too, if it is one of those that look', () => {
  const { size } = statSync(keptFile());
  assert.equal(start('3000', cache, false), 'one 2999other one/');
  assert.equal(statSync(keptFile()).size, size);
  assert.equal(start('3000'), 'one 2999other one/');
  assert.ok(statSync(keptFile()).size > size * 1.5);
});

test('another bundle of the same length is not taken for the one that was kept', () => {
  write('two');
  assert.equal(start(), 'two 0other two/');
  assert.equal(start(), 'two 0other two/');
});

test('what is damaged, or could be written to by others, is made anew', () => {
  const whole = readFileSync(keptFile());
  const damaged = Buffer.from(whole);
  damaged[whole.length - 100] = (damaged[whole.length - 100] as number) ^ 1;
  writeFileSync(keptFile(), damaged);
  assert.equal(start(), 'two 0other two/');
  assert.ok(!readFileSync(keptFile()).equals(damaged));
  chmodSync(keptFile(), 0o666);
  assert.equal(start(), 'two 0other two/');
  assert.equal(statSync(keptFile()).mode & 0o777, 0o600);
});

test('where nothing can be kept, it runs all the same', () => {
  assert.equal(start('1', join(bundle, 'no-folder')), 'two 0other two/');
});
