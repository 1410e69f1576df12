// `npm run new` in a copy of the tree: what it makes keeps the laws and passes as it is, and nothing is overwritten. It waits for
// a run of all laws and pages, so it belongs to the long ring.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from '../test/law/law.ts';
import { projectFiles } from './files.ts';
import { root } from './root.ts';

const copy = realpathSync(mkdtempSync(join(tmpdir(), 'viki-new-')));
after(() => rmSync(copy, { recursive: true }));

before(() => {
  for (const path of projectFiles()) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  // (scripts ask git which files there are)
  spawnSync('git', ['init', '--quiet', copy]);
});

function run(program: string, ...args: readonly string[]): { exit: number | null; output: string } {
  // (a runner of tests within one tells its parent, and nobody else)
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: copy, env, encoding: 'utf8' });
  return { exit: status, output: stdout + stderr };
}

const make = (...words: readonly string[]) => run(process.execPath, 'scripts/new.ts', ...words);

test('a new module keeps the laws, its page passes, and everything is generated and formatted', () => {
  const made = make('tea_time');
  assert.equal(made.exit, 0, made.output);
  assert.match(made.output, /wrote modules\/tea_time\.ts\n[\s\S]*npm run test:hosts -- pages\/tea_time/);
  assert.match(readFileSync(join(copy, 'modules/index.generated.ts'), 'utf8'), /teaTime/);
  assert.match(readFileSync(join(copy, 'docs/modules.md'), 'utf8'), /^## tea_time$/m);
  const tests = run(
    process.execPath,
    '--test',
    'modules/laws.test.ts',
    'modules/pages.test.ts',
    'modules/proofs.test.ts',
    'test/law/law.test.ts',
  );
  assert.equal(tests.exit, 0, tests.output);
  assert.match(tests.output, /tea_time\.md: It says something else/);
  const text = readFileSync(join(copy, 'modules/tea_time.ts'), 'utf8');
  assert.deepEqual(violations(new Map([['modules/tea_time.ts', text]])), []);
  const format = run(join(copy, 'node_modules/.bin/biome'), 'check', 'modules/tea_time.ts');
  assert.equal(format.exit, 0, format.output);
  const types = run(join(copy, 'node_modules/.bin/tsc'), '--noEmit', '-p', '.');
  assert.equal(types.exit, 0, types.output);
});

test('it overwrites nothing, and takes only names that a module can have', () => {
  for (const [name, why] of [
    ['mkdir', /there is a module mkdir already/],
    ['Tea-Time', /can't be called Tea-Time/],
    ['index.generated', /can't be called/],
    ['contract', /modules\/contract\.ts is there already/],
  ] as const) {
    const { exit, output } = make(name);
    assert.equal(exit, 1);
    assert.match(output, why);
  }
  assert.match(make().output, /which module\?/);
});
