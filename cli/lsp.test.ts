// `viki lsp --stdio` as an editor meets it that knows nothing of viki: files on a disk, a process, and the protocol.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { StdioEditor } from '../test/support/stdio-editor.ts';
import { runViki, vikiCommand } from '../test/support/viki.ts';

const TIMEOUT = { timeout: 30_000 };
/** (shorter than the test's, so that what was told is shown) */
const LIMIT_MILLISECONDS = 6_000;
const HOSTS = 'viki:\n  hosts: { web: { address: 192.0.2.1 } }\n';
const MODS =
  'viki:\n  mods:\n    file:\n      a: { path: /etc/a, source: there, on: web }\n      b: { path: /etc/b, source: missing, on: wbe }\n';

const folder = join(realpathSync(mkdtempSync(join(tmpdir(), 'viki-lsp-'))), 'my (shop)');
mkdirSync(folder);
after(() => rmSync(join(folder, '..'), { recursive: true }));
writeFileSync(join(folder, 'hosts (all).vk.yaml'), HOSTS);
writeFileSync(join(folder, 'there'), 'x\n');

function editorOf(t: TestContext, words: readonly string[]): StdioEditor {
  const editor = new StdioEditor(vikiCommand(words), folder);
  t.after(() => editor.process.kill());
  return editor;
}

test('a project of several files, of which one is open', TIMEOUT, async (t) => {
  const editor = editorOf(t, ['lsp', '--stdio']);
  const { serverInfo } = await editor.ready(folder, {
    workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
  });
  assert.equal(serverInfo?.name, 'viki');
  const uri = `${pathToFileURL(folder).href}/mods.vk.yaml`;
  await editor.open(uri, MODS);
  const expected = ['4:33 missing-file', '4:46 unknown-host'];
  await editor.until(() => `${editor.problems(uri)}` === `${expected}`, AbortSignal.timeout(LIMIT_MILLISECONDS));
  assert.match(JSON.stringify(editor.registered), /\*\.vk\.yaml/);

  writeFileSync(join(folder, 'missing'), 'x\n');
  writeFileSync(join(folder, 'more.vk.yaml'), 'viki:\n  hosts: { wbe: { address: 192.0.2.2 } }\n');
  const changes = [{ uri: `${pathToFileURL(folder).href}/more.vk.yaml`, type: 1 }];
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  await editor.until(() => editor.problems(uri)?.length === 0, AbortSignal.timeout(LIMIT_MILLISECONDS));
  // A file is the same one however this editor writes its name.
  await editor.open(`${pathToFileURL(folder).href}/hosts%20%28all%29.vk.yaml`, HOSTS.replace('web', 'wob'));
  await editor.until(() => `${editor.problems(uri)}` === '3:44 unknown-host', AbortSignal.timeout(LIMIT_MILLISECONDS));
  assert.equal(await editor.close(), 0);
});

test('the way is stdio, whether it is said or not; JSON is refused', TIMEOUT, async (t) => {
  const editor = editorOf(t, ['lsp']);
  assert.equal((await editor.ready(folder)).serverInfo?.name, 'viki');
  assert.equal(await editor.close(), 0);
  const { exit, output } = await runViki(['lsp', '--json'], folder, process.env);
  assert.equal(exit, 1);
  assert.match(JSON.parse(output).error.message, /takes no --json/);
});
