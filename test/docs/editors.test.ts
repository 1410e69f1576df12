// What docs/editors.md tells editors to start is a language server that knows a project on a disk; its JSON is JSON.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root } from '../../scripts/root.ts';
import { StdioEditor } from '../support/stdio-editor.ts';
import { vikiCommand } from '../support/viki.ts';

const page = readFileSync(join(root, 'docs/editors.md'), 'utf8');
const LIMIT_MILLISECONDS = 10_000;
const MODS = 'viki:\n  mods:\n    mkdir:\n      a: { path: /a, on: web }\n      b: { path: /b, on: wbe }\n';

const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);

const strings = (list: string): readonly string[] =>
  [...list.matchAll(/["']([^"']*)["']/g)].map(([, text = '']) => text);

/** Every command line of the page, as its words: a list, or a program and the list of its arguments. */
function commandLines(): readonly (readonly string[])[] {
  const lists = [...page.matchAll(/(?:cmd = \{|"command": \[)([^\]}]*)/g)].map(([, list = '']) => strings(list));
  const pairs = [...page.matchAll(/(?:command = |"path": )("[^"]*")[^[]*\[([^\]]*)/g)].map(
    ([, program = '', list = '']) => strings(`${program} ${list}`),
  );
  return [...lists, ...pairs];
}

test('every command line is a server that knows the files of a folder', { timeout: 60_000 }, async (t) => {
  const found = commandLines();
  assert.equal(found.length, 5, 'two of Neovim, one each of Helix, Zed and the others');
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'viki-editors-')));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'hosts.vk.yaml'), 'viki:\n  hosts: { web: { address: 192.0.2.1 } }\n');
  writeFileSync(join(folder, 'mods.vk.yaml'), MODS);
  const uri = pathToFileURL(join(folder, 'mods.vk.yaml')).href;
  for (const line of new Set(found.map((words) => words.slice(1).join(' ')))) {
    assert.ok(found.every(([program = '']) => /^(\/usr\/local\/bin\/)?viki$/.test(program)));
    const editor = new StdioEditor(vikiCommand(line.split(' ')), folder);
    t.after(() => editor.process.kill());
    await editor.ready(folder);
    await editor.open(uri, MODS);
    const isKnown = (): boolean => editor.problems(uri)?.join() === '4:25 unknown-host';
    await editor.until(isKnown, AbortSignal.timeout(LIMIT_MILLISECONDS));
    assert.equal(await editor.close(), 0);
  }
});

test('its JSON is JSON, and the schema is where it says', () => {
  const found = blocks('json');
  assert.ok(found.length >= 3);
  for (const text of found) assert.doesNotThrow(() => JSON.parse(text), text);
  const schemas = [...page.matchAll(/node_modules\/viki\/([\w./]+)/g)].map(([, path = '']) => path);
  assert.ok(schemas.length >= 2);
  for (const path of schemas) assert.ok(existsSync(join(root, path)), path);
});
