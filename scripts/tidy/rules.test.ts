// Each rule of tidy is seen to bite, and seen to leave good text alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complaintsAbout } from './rules.ts';

const opening = '// Does one thing and nothing else.\n';

function complaints(path: string, text: string): string[] {
  const found = complaintsAbout({ path, text }, (target) => ['docs', 'docs/a.md'].includes(target));
  return found.map(({ line, message }) => `${line} ${message}`);
}

function complains(path: string, text: string, pattern: RegExp): void {
  const found = complaints(path, text);
  assert.equal(found.length, 1, `${path} (${text.slice(0, 80)}): ${found.join('; ') || 'no complaint'}`);
  assert.match(found[0] ?? '', pattern);
}

const isFine = (path: string, text: string): void => assert.deepEqual(complaints(path, text), []);

test('a source is short', () => {
  isFine('engine/a.ts', opening + 'a();\n'.repeat(299));
  complains('engine/a.ts', opening + 'a();\n'.repeat(300), /301 lines; the limit is 300/);
  isFine('engine/a.generated.ts', 'a();\n'.repeat(900));
});

test('a source opens with a sentence', () => {
  isFine('engine/a.ts', opening);
  isFine('scripts/a.mjs', `#!/usr/bin/env node\n${opening}`);
  isFine('engine/a.sh', '# shellcheck shell=sh\n# Says something.\n');
  complains('engine/a.ts', 'a();\n', /open the file with a comment/);
  complains('engine/a.ts', '// helpers\n', /open the file with a comment/);
});

test('nothing is unfinished', () => {
  complains('engine/a.ts', `${opening}\n// ${'TO'}DO: later\n`, /^3 "TODO"/);
  complains('README.md', `${'FIX'}ME\n`, /FIXME/);
});

test('every test runs', () => {
  isFine('engine/a.test.ts', `${opening}test('a', (t) => t.skip('no root here'));\n`);
  for (const marker of [
    "test.only('a')",
    "it.skip('a')",
    "describe.todo('a')",
    "test('a', { skip: true })",
    't.skip()',
  ]) {
    complains('engine/a.test.ts', `${opening}${marker};\n`, /a test runs/);
  }
});

test('no registry, no machine, no address in the lock file', () => {
  complains('README.md', 'see https://registry.example.org/viki\n', /registry/);
  complains('scripts/a.sh', `# Does one thing.\ncat /${'work'}/main/a\n`, /path of one machine/);
  isFine('README.md', 'framework/main and ~/work/a and ./work/a and /home/deploy/a\n');
  complains('package-lock.json', '"resolved": "https://a.example/a.tgz"\n', /lock file/);
});

test('links between pages lead somewhere', () => {
  isFine('README.md', '[a](docs/a.md#top) [b](https://example.org) [c](#here) ![d](<docs/a.md>)\n');
  isFine('docs/b.md', '[a](a.md) [up](../docs)\n```\n[x](nowhere.md)\n```\n');
  complains('README.md', 'one\n[a](docs/b.md)\n', /^2 the link to docs\/b.md leads nowhere/);
});

test('space is clean', () => {
  complains('a.yaml', 'a:\r\n', /carriage return/);
  complains('a.yaml', '\ta: 1\n', /a tab/);
  complains('a.yaml', 'a: 1 \n', /spaces at the end/);
  complains('a.yaml', 'a: 1', /does not end/);
});
