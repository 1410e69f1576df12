// What the README shows works: its texts have no errors, its commands and flags exist, its files are there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { flags } from '../../cli/flags.ts';
import { commands } from '../../cli/table.ts';
import { parseDocument, readProject } from '../../language/index.ts';
import { root } from '../../scripts/root.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const scripts: Record<string, string> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;

test('every text is without errors and warnings', () => {
  const texts = [...readme.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
  assert.ok(texts.length >= 2);
  for (const text of texts) {
    const { project, problems } = readProject([parseDocument('readme.vk.yaml', text)], 'readme');
    assert.deepEqual(problems, []);
    assert.ok(project);
  }
});

test('every command and flag of viki exists', () => {
  const shown = [...readme.matchAll(/^ {4}viki (\w+)(.*)$/gm)];
  assert.ok(shown.length >= 7);
  for (const [line, name, rest = ''] of shown) {
    const command = commands.find((candidate) => candidate.name === name);
    assert.ok(command, line);
    for (const [, flag = ''] of rest.replace(/#.*/, '').matchAll(/--([\w-]+)/g)) {
      assert.ok(Object.keys(flags).includes(flag), `${line}: --${flag}`);
    }
  }
});

test('every npm script exists', () => {
  for (const [, name = ''] of readme.matchAll(/npm run ([\w:]+)/g)) assert.ok(scripts[name], `npm run ${name}`);
  assert.ok(scripts['test'] && scripts['demo']);
});
