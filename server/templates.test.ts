// What the server says in templates, text against text (test-fixtures/server/templates.txt), and as an editor meets it: a
// project is known while one of its templates is open.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CompletionList, Hover } from 'vscode-languageserver/node';
import { LiveProject } from '../language/index.ts';
import * as liquid from '../language/template.ts';
import { checkCases } from '../test/support/cases.ts';
import { entries, TIMEOUT, uriOf, withEditor } from '../test/support/editor.ts';
import { withMarks } from '../test/support/marks.ts';
import type { Seen } from './describe-reference.ts';
import { templateCompletion, templateHover } from './in-template.ts';
import { foldersAround, isTemplate } from './templates.ts';

const PROJECT = `viki:
  vars:
    port: { default: 80, description: Where the shop listens }
    token: { secret: true, from: env }
    site: { name: shop, tls: { cert: /etc/cert } }
  hosts:
    web-1: { address: 203.0.113.10, groups: [web], vars: { port: 8080 } }
    web-2: { groups: [web] }
`;

const live = new LiveProject();
live.open('file:///shop/main.vk.yaml', PROJECT);
const seen = (): Seen => ({
  facts: new Map([['web-1', { at: 0, found: { os: 'debian', version: '12' } }]]),
  now: 5 * 60 * 1000,
});
/** There are many filters and tags; these show how any of them is offered. */
const SHOWN: ReadonlySet<string> = new Set(['upcase', 'default', 'if', 'endfor']);

test('templates at the cursor', () => {
  checkCases(join(import.meta.dirname, '../test-fixtures/server/templates.txt'), ({ text, offset }) => {
    const found = templateHover(live, text, offset, seen);
    const mark = found && withMarks(text, [{ ...found.span, message: 'is what it is about:' }]).split('\n');
    const line = mark?.find((candidate) => candidate.endsWith('is what it is about:')) ?? '';
    const { items } = templateCompletion(live, liquid, text, offset);
    const offered = items
      .filter(({ label, detail }) => !detail?.endsWith('of Liquid') || SHOWN.has(label))
      .map(({ label, detail = '', span: { start, end } }) => `- ${label}: ${detail} (for "${text.slice(start, end)}")`);
    return [...(found ? [line, found.markdown] : []), ...offered].join('\n') || 'nothing';
  });
});

test('at any place of any text something is answered, within the text', () => {
  const text =
    '{{ site.tls.cert | upcase: "a}}b" }}{%- for x in group.web -%}{{ x }}{% endfor %}{{ \'host. }}\n{{host.}}{{';
  for (let length = 0; length <= text.length; length += 1) {
    for (let offset = 0; offset <= length; offset += 1) {
      const part = text.slice(0, length);
      const spans = templateCompletion(live, liquid, part, offset).items.map(({ span }) => span);
      const hover = templateHover(live, part, offset, seen);
      for (const { start, end } of hover ? [...spans, hover.span] : spans) {
        assert.ok(0 <= start && start <= offset && offset <= end && end <= length, `${part} at ${offset}`);
      }
    }
  }
  for (const word of ['{', '{{', 'a', '.', '"', '|', '%}', ' '])
    templateCompletion(live, liquid, `{{ ${word.repeat(50_000)}`, 50_000);
});

test('the project of a template is looked for around it, as far as the editor goes', () => {
  const uri = 'file:///projects/shop/templates/nginx/site.liquid';
  assert.deepEqual(foldersAround(uri, []), ['file:///projects/shop/templates/nginx']);
  assert.deepEqual(foldersAround(uri, ['file:///projects/shop']), [
    'file:///projects/shop/templates/nginx',
    'file:///projects/shop/templates',
    'file:///projects/shop',
  ]);
  assert.equal(foldersAround(`file:///work${'/a'.repeat(50)}/x.liquid`, ['file:///work']).length, 8);
  assert.ok(isTemplate(uri) && !isTemplate('file:///shop/main.vk.yaml') && !isTemplate('untitled:x.liquid'));
});

const DYNAMIC = { dynamicRegistration: true };
const SHOP =
  'viki:\n  vars: { port: { default: 80, description: Where the shop listens } }\n  hosts: { a: { address: "10.0.0.${port}" } }\n';

for (const entry of entries) {
  test(`${entry}: in a template`, TIMEOUT, (t) =>
    withEditor(
      t,
      entry,
      async (editor) => {
        editor.disk.set('main.vk.yaml', SHOP);
        await editor.ready();
        await editor.open('site.liquid', 'listen {{ po }};\n');
        const { items } = await editor.at<CompletionList>('textDocument/completion', 'site.liquid', 0, 12);
        assert.deepEqual(items.map(({ label }) => label).slice(0, 2), ['port', 'host']);
        await editor.connection.sendNotification('textDocument/didChange', {
          textDocument: { uri: uriOf('site.liquid'), version: 2 },
          contentChanges: [
            { range: { start: { line: 0, character: 12 }, end: { line: 0, character: 12 } }, text: 'rt' },
          ],
        });
        const hover = await editor.at<Hover>('textDocument/hover', 'site.liquid', 0, 11);
        assert.deepEqual(hover.range, { start: { line: 0, character: 10 }, end: { line: 0, character: 14 } });
        assert.match(JSON.stringify(hover.contents), /Where the shop listens/);
        assert.equal(await editor.at('textDocument/definition', 'site.liquid', 0, 11), null);
        // (the project is known, and what is wrong with it told, until the last of it is closed)
        await editor.open('main.vk.yaml', SHOP.replace('address', 'adress'));
        await editor.expectProblems('main.vk.yaml', ['2:16 unknown-key: `adress` is not a field of a host']);
        const close = (name: string) =>
          editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf(name) } });
        await close('main.vk.yaml');
        await editor.expectProblems('main.vk.yaml', []);
        assert.ok(await editor.at('textDocument/hover', 'site.liquid', 0, 11));
        await close('site.liquid');
        assert.equal(await editor.at('textDocument/hover', 'site.liquid', 0, 11), null);
        assert.match(JSON.stringify(editor.watched), /"textDocument\/hover".*\*\*\/\*\.liquid/);
      },
      { textDocument: { synchronization: DYNAMIC, completion: DYNAMIC, hover: DYNAMIC } },
    ),
  );
}
