// What every module must have shown on a real host: it comes from nothing and from something else, a second plan has nothing to do,
// a rollback gives what was before, and what viki made goes with the text. Whatever a page shows, the hosts ring does all of it
// with (test/hosts/pages.test.ts); so a page has to show both ways to come, or another test, or why there is none.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Case, readPages } from '../test/support/pages.ts';
import { modules } from './index.generated.ts';

const ROOT = join(import.meta.dirname, '..');
const PAGES = readPages(ROOT);
const CELLS = ['from nothing', 'from something else', 'nothing left', 'rolled back', 'left out'] as const;
type Cell = (typeof CELLS)[number];

/** Signs of a plan that show it; the others are shown by whatever is applied. */
const SIGNS: { readonly [cell in Cell]?: string } = { 'from nothing': '+', 'from something else': '~' };

/** There is no such case. */
const NONE: { readonly [module: string]: { readonly [cell in Cell]?: string } } = {
  command: { 'from something else': 'its work is done, or it is not' },
  gitwiki: { 'from something else': 'what is cloned already stays as it is, at whatever commit' },
  hostname: { 'from nothing': 'a host has a name' },
  locale: { 'from nothing': 'a host speaks some language' },
  reboot: {
    'from something else': 'a restart has no state',
    'left out': 'a restart leaves nothing that could go',
  },
  service: { 'from nothing': 'a service is of a package or of a unit, and viki makes none' },
  timezone: { 'from nothing': 'a host has a time zone' },
};

/** For pages that are run in memory only: the file, and of each cell what the title of its test says. */
const TESTS: {
  readonly [module: string]: { readonly file: string; readonly titles: { readonly [cell in Cell]?: string } };
} = {
  archive: {
    file: 'archive.test.ts',
    titles: {
      'from nothing': 'unpacked once',
      'from something else': 'another version in its place',
      'nothing left': 'unpacked once',
      'rolled back': 'all of it taken back',
      'left out': 'only what was unpacked goes',
    },
  },
  kernel_module: {
    file: 'kernel-module.test.ts',
    titles: {
      'from nothing': 'is named for the boot',
      'from something else': 'with other options',
      'nothing left': 'is named for the boot',
      'rolled back': 'as before after a rollback',
      'left out': 'goes with the text',
    },
  },
  reboot: {
    file: 'reboot.test.ts',
    titles: {
      'from nothing': 'it restarts when the run has ended',
      'nothing left': 'it restarts when the run has ended',
      'rolled back': 'it restarts when the run has ended',
    },
  },
  swap: {
    file: 'swap.test.ts',
    titles: {
      'from nothing': 'a file is swapped to',
      'from something else': 'in another size and priority',
      'nothing left': 'a file is swapped to',
      'rolled back': 'as before after a rollback',
      'left out': 'goes when it leaves the text',
    },
  },
};

const linesOf = (module: string, { plan }: Case): readonly string[] =>
  plan.split('\n').filter((line) => line.slice(1).startsWith(` ${module}.`));

const isShown = (module: string, cell: Cell): boolean =>
  PAGES.some((one) => {
    const isReal = one.page === `${module}.md` && one.provenOn.length > 0 && one.after !== undefined;
    return isReal && linesOf(module, one).some((line) => line.startsWith(SIGNS[cell] ?? ''));
  });

function isTested(module: string, cell: Cell): boolean {
  const { file, titles = {} } = TESTS[module] ?? {};
  const title = titles[cell];
  if (file === undefined || title === undefined) return false;
  const page = readFileSync(join(ROOT, 'test-fixtures', 'modules', `${module}.md`), 'utf8');
  assert.ok(page.includes(`by test/hosts/${file}`), `the page of ${module} names ${file}`);
  const tests = readFileSync(join(ROOT, 'test', 'hosts', file), 'utf8').matchAll(/\btest\(\s*(['`])(.*?)\1,/g);
  assert.ok(
    [...tests].some(([, , said]) => said?.includes(title)),
    `no test of ${file} says: ${title}`,
  );
  return true;
}

for (const { name } of modules) {
  test(`${name}: every way it can go is shown on a real host`, () => {
    for (const cell of CELLS) {
      const [none, shown, tested] = [NONE[name]?.[cell] !== undefined, isShown(name, cell), isTested(name, cell)];
      assert.ok(none || shown || tested, `${name}, ${cell}: no case of its page that runs on a real host shows it`);
      assert.ok(!(none && (shown || tested)), `${name}, ${cell}: excepted, and shown`);
      assert.ok(!(tested && shown), `${name}, ${cell}: its page shows it, so no other test has to`);
    }
  });
}

test('only modules that there are have exceptions', () => {
  const names = new Set(modules.map(({ name }) => name));
  assert.deepEqual(
    [...Object.keys(NONE), ...Object.keys(TESTS)].filter((name) => !names.has(name)),
    [],
  );
});
