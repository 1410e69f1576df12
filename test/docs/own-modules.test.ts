// The example of docs/own-modules.md is a project: its plan reads as the page says, and it can be applied, found to be done, and
// taken back, also when its module is gone; a language server knows its module like any other.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root } from '../../scripts/root.ts';
import { StdioEditor } from '../support/stdio-editor.ts';
import { newPlace, vikiCommand } from '../support/viki.ts';

const page = readFileSync(join(root, 'docs/own-modules.md'), 'utf8');
const LIMIT_MILLISECONDS = 20_000;

function block(language: string): string {
  const [, text] = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page) ?? [];
  assert.ok(text, `there is a block of ${language}`);
  return text;
}

/** The project of the page, on a host whose folder stands for its /srv. */
function projectOf(t: { after(end: () => void): void }): ReturnType<typeof newPlace> & { readonly text: string } {
  let text = '';
  const place = newPlace((host) => {
    text = block('yaml').replaceAll('/srv', host);
    return text;
  });
  t.after(() => place.remove());
  place.write('project/modules/notice.mjs', block('js'));
  return { ...place, text };
}

const WITHOUT = 'viki:\n  hosts: { here: { via: local } }\n';

test('the example is planned, applied, found to be done, and taken back', async (t) => {
  const { viki, host } = projectOf(t);
  const self = userInfo().username;
  const planned = await viki('plan');
  assert.equal(planned.output.replaceAll(host, '/srv').replaceAll(`${self}:${self}`, 'root:root'), block('plan'));
  assert.match(planned.errors, /^modules of this project: modules\/notice\.mjs$/m);
  assert.equal(planned.exit, 2);
  assert.equal((await viki('apply', '--yes')).exit, 0);
  assert.equal(readFileSync(join(host, 'shop/NOTICE'), 'utf8'), 'We are closed today\n');
  assert.equal((await viki('plan')).exit, 0);
  assert.equal((await viki('rollback', '--yes')).exit, 0);
  assert.ok(!existsSync(join(host, 'shop')));
});

test('what it made is removed and brought back when its file is gone', async (t) => {
  const { viki, host, project, write } = projectOf(t);
  assert.equal((await viki('apply', '--yes')).exit, 0);
  rmSync(join(project, 'modules'), { recursive: true });
  assert.match((await viki('plan')).errors, /unknown-module/);
  write('project/site.vk.yaml', WITHOUT);
  const removed = await viki('apply', '--yes');
  assert.equal(removed.exit, 0, removed.errors);
  assert.ok(!existsSync(join(host, 'shop')));
  assert.equal((await viki('rollback', '--yes')).exit, 0);
  assert.equal(readFileSync(join(host, 'shop/NOTICE'), 'utf8'), 'We are closed today\n');
});

test('with --no-modules it is not run: the rest is planned, and it is left alone', async (t) => {
  const { viki, host, write } = projectOf(t);
  const ran = join(host, 'ran');
  const evil = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(ran)}, '');\n`;
  write('project/modules/notice.mjs', evil + block('js'));
  const { exit, output, errors } = await viki('validate', '--no-modules');
  assert.equal(exit, 0, errors);
  assert.match(output, /1 resource,/);
  assert.match(errors, /warning own-module: `notice` is a module of this project .*--no-modules/);
  assert.ok(!existsSync(ran));
  await viki('validate');
  assert.ok(existsSync(ran), 'without the flag it is');
});

test('a language server completes, explains and checks it where it is trusted, and takes changes at once', async (t) => {
  const { project, text, environment } = projectOf(t);
  const wrong = text.replace('text: We', 'txet: We');
  const uri = pathToFileURL(join(project, 'site.vk.yaml')).href;
  const within = () => AbortSignal.timeout(LIMIT_MILLISECONDS);
  const open = async (trusted: boolean): Promise<StdioEditor> => {
    const editor = new StdioEditor(vikiCommand(['lsp', '--stdio']), project, environment);
    t.after(() => editor.process.kill());
    await editor.ready(project, {}, { trusted });
    await editor.open(uri, wrong);
    return editor;
  };
  const stranger = await open(false);
  await stranger.until(() => stranger.problems(uri)?.join() === '5:4 own-module', within());
  assert.equal(await stranger.close(), 0);

  const editor = await open(true);
  const isMisspelt = (): boolean => editor.problems(uri)?.join() === '6:16 unknown-key';
  await editor.until(isMisspelt, within());
  const asked = (method: string, line: number, character: number) =>
    editor.connection.sendRequest(method, { textDocument: { uri }, position: { line, character } });
  assert.match(JSON.stringify(await asked('textDocument/hover', 5, 6)), /A notice for whoever comes by/);
  assert.match(JSON.stringify(await asked('textDocument/hover', 6, 48)), /Where it hangs/);
  assert.match(JSON.stringify(await asked('textDocument/completion', 6, 16)), /"label":"text"/);
  const file = pathToFileURL(join(project, 'modules/notice.mjs')).href;
  const change = async (module: string): Promise<void> => {
    writeFileSync(join(project, 'modules/notice.mjs'), module);
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: file, type: 2 }] });
  };
  await change(block('js').replace('  key: (spec)', '  kay: (spec)'));
  await editor.until(() => editor.problems(file)?.join() === '0:0 own-module', within());
  await editor.until(() => editor.problems(uri)?.join() === '5:4 own-module', within());
  await change(block('js'));
  await editor.until(isMisspelt, within());
  assert.equal(await editor.close(), 0);
});
