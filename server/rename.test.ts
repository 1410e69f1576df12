// A rename that a template would not survive is refused: templates are not this server's to edit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveProject } from '../language/index.ts';
import { useOfTemplate } from '../language/template-use.ts';
import { rename } from './rename.ts';

const FILE = 'file:///shop/main.vk.yaml';
const TEXT = `viki:
  vars: { port: 80 }
  hosts: { web: { address: 203.0.113.10 } }
  mods: { file: { site: { path: /etc/site, template: site.liquid } } }
`;

test('a variable that a template names keeps its name', () => {
  const templates = new Map([['site.liquid', useOfTemplate('listen {{ port }}\n')]]);
  const live = new LiveProject({ files: new Set(templates.keys()), templates });
  live.open(FILE, TEXT);
  const document = live.document(FILE);
  assert.ok(document);
  const found = rename(live, document, TEXT.indexOf('port'), 'door');
  const refused = '`site.liquid`, line 1, uses `port`: rename it there first, by hand.';
  assert.deepEqual(found, { refused });
});
