// Templates of a project: what is told of them in the text that names them, and what they are filled with.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadContents, untold } from '../disk/contents.ts';
import { contentKey } from '../engine/contents.ts';
import type { JsonObject } from '../modules/contract.ts';
import { fill } from './fill.ts';
import { LiveProject, parseDocument, problemsOf, readProject } from './index.ts';
import { useOfTemplate } from './template-use.ts';

const TEXT = `viki:
  vars:
    port: 8080
    key: { secret: true, from: env }
    sites: [a, b]
  hosts:
    web-1: { address: 203.0.113.10, groups: [web], vars: { port: 8081 } }
    web-2: { groups: [web] }
  mods:
    file:
      site: { path: /etc/site, template: site.liquid }
      vhost: { each: "\${sites}", path: "/etc/\${each}", template: vhost.liquid }
`;

function told(templates: { readonly [path: string]: string }): readonly string[] {
  const uses = Object.entries(templates).map(([path, text]) => [path, useOfTemplate(text)] as const);
  const live = new LiveProject({ files: new Set(Object.keys(templates)), templates: new Map(uses) });
  live.open('a.vk.yaml', TEXT);
  return problemsOf(live).map(({ line, code, message }) => `${line} ${code}: ${message}`);
}

test('names in templates are checked where the template is named', () => {
  const vhost = '{{ each }} {{ each_key }} {{ group.web | join: " " }}\n';
  const site = 'listen {{ port }}\n{% if prot %}{{ key }}{% endif %}\n{{ host.address }}\n';
  assert.deepEqual(told({ 'site.liquid': site, 'vhost.liquid': vhost }), [
    '11 secret-misplaced: `site.liquid`, line 2, names the secret `key`, which would be stored in clear text',
    '11 unknown-template-variable: `site.liquid`, line 2, names `prot`, and there is no such variable',
  ]);
});

test('variables that Ansible has are told with what they are called here', () => {
  const use = useOfTemplate('{{ inventory_hostname }} {{ ansible_os_family }} {{ loop.index }} {{ prot }}');
  const live = new LiveProject({ files: new Set(['site.liquid']), templates: new Map([['site.liquid', use]]) });
  live.open('a.vk.yaml', TEXT.replace(/vhost: .*$/m, 'other: { path: /b, content: "${inventory_hostname}" }'));
  const told = problemsOf(live).flatMap(({ code, suggestion }) => (code.startsWith('unknown') ? [suggestion] : []));
  assert.deepEqual(told.toSorted(), [
    'Did you mean `port`?',
    'Here it is called `fact.os`.',
    'Here it is called `forloop`.',
    'Here it is called `host.name`.',
    'Here it is called `host.name`.',
  ]);
});

test('what there is not of a host or of the groups is told too, all of it', () => {
  const site =
    '{{ host.adress }} {{ host.nme }}\n{{ group.wbe }} {{ group.web | size }} {{ group.size }} {{ host.groups }}\n';
  const vhost = '{{ host.address }}';
  assert.deepEqual(
    told({ 'site.liquid': site, 'vhost.liquid': vhost }).filter((line) => !line.includes('unused')),
    [
      '11 unknown-group: `site.liquid`, line 2, names the group `wbe`, and there is none of this name',
      '11 unknown-template-variable: `site.liquid`, line 1, names `host.adress`, and nothing is called so of a host',
      '11 unknown-template-variable: `site.liquid`, line 1, names `host.nme`, and nothing is called so of a host',
    ],
  );
});

test('where it is in the template is told with it, by the path or the URI that the text has', () => {
  const site = 'listen {{ port }}\n  {% if prot %}x{% endif %}\n';
  for (const [file, beside] of [
    ['a.vk.yaml', 'site.liquid'],
    ['file:///my%20shop/a.vk.yaml', 'file:///my%20shop/site.liquid'],
  ] as const) {
    const templates = new Map([['site.liquid', useOfTemplate(site)]]);
    const live = new LiveProject({ files: new Set(['site.liquid', 'vhost.liquid']), templates });
    live.open(file, TEXT);
    const [related] = problemsOf(live).flatMap((problem) => problem.related ?? []);
    const start = site.indexOf('prot');
    const place = { line: 2, column: 9 };
    assert.deepEqual(related, { file: beside, start, end: start + 4, message: 'it is here', place });
  }
});

test('mistakes in templates and missing templates are told', () => {
  assert.deepEqual(told({ 'site.liquid': '{% if port %}\n' }), [
    '3 unused-variable: Nothing uses the variable `port`',
    '4 unused-variable: Nothing uses the variable `key`',
    '11 template: `site.liquid`, line 1: This `if` is never closed',
    '12 missing-file: There is no file `vhost.liquid` beside the text',
  ]);
});

test('a template is filled for each host and each instance', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'viki-templates-'));
  try {
    writeFileSync(join(folder, 'site.liquid'), '{{ host.name }} {{ host.address }} {{ port }}');
    writeFileSync(join(folder, 'vhost.liquid'), '{{ each }} {{ group.web | size }}');
    const { project, problems } = readProject([parseDocument('a.vk.yaml', TEXT)], 'shop');
    assert.ok(project, JSON.stringify(problems));
    const { contents, problems: wrong } = await loadContents(project, folder, async () => fill, untold);
    assert.deepEqual(wrong, []);
    const made = project.resources.map((resource) => {
      const ref = contents.refs.get(contentKey({ ...resource, field: 'template' }));
      const bytes = contents.bytes(ref?.sha256 ?? '');
      return `${resource.address} ${resource.hosts.join()}: ${Buffer.from(bytes ?? []).toString()}`;
    });
    assert.deepEqual(made, [
      'file.site web-1: web-1 203.0.113.10 8081',
      'file.site web-2: web-2 web-2 8080',
      'file.vhost["a"] web-1: a 2',
      'file.vhost["a"] web-2: a 2',
      'file.vhost["b"] web-1: b 2',
      'file.vhost["b"] web-2: b 2',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const SHOP = `viki:
  hosts: { web: { address: 203.0.113.10 }, db: { address: 203.0.113.11 } }
  mods: { file: { motd: { path: /etc/motd, template: motd.liquid }, plain: { path: /etc/plain, template: plain.liquid } } }
`;

function shopWith(motd: string, facts?: ReadonlyMap<string, JsonObject>) {
  const templates = new Map([
    ['motd.liquid', useOfTemplate(motd)],
    ['plain.liquid', useOfTemplate('{{ host.name }}')],
  ]);
  const outside = { hasFile: () => true, templates, ...(facts && { facts }) };
  return readProject([parseDocument('a.vk.yaml', SHOP)], 'a', outside);
}

test('a template that names facts waits for them, and has those of its host', () => {
  const motd = 'This is {{ fact.os }} {{ fact.memory }}.';
  const { project: before } = shopWith(motd);
  assert.equal(before?.asksFacts, true);
  assert.deepEqual(before.leftOut, ['file.motd']);
  const { project, problems } = shopWith(motd, new Map([['web', { os: 'debian', memoryBytes: 1024 }]]));
  assert.deepEqual(problems, []);
  const of = (address: string) => project?.resources.filter((resource) => resource.address === address) ?? [];
  assert.deepEqual(
    of('file.motd').map(({ hosts, templateData }) => [hosts, fill(motd, templateData ?? {})]),
    [[['web'], { text: 'This is debian 1024.' }]],
  );
  assert.deepEqual(
    of('file.plain').map(({ hosts, templateData }) => [hosts, templateData?.['fact']]),
    [
      [['web'], undefined],
      [['db'], undefined],
    ],
  );
  assert.equal(shopWith('no facts').project?.asksFacts, false);
});

test('a fact that no host tells is told where the template is named', () => {
  const { problems } = shopWith('{{ fact.os }}\n{{ fact.memroy }}\n');
  assert.deepEqual(
    problems.map(({ line, code, message, suggestion }) => `${line} ${code}: ${message}. ${suggestion}`),
    ['3 unknown-fact: `motd.liquid`, line 2, names the fact `memroy`, which no host tells. Did you mean `memory`?'],
  );
});
