// Habits of other tools: every word of the tables leads to something that there is, and the edits that are offered make the text
// that was meant.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modules } from '../modules/index.generated.ts';
import { FACTS } from './facts.ts';
import { ownFieldFor, ownModuleFor, ownWayFor } from './foreign-names.ts';
import { parseDocument, readProject } from './index.ts';
import { meantExpression } from './meant-expression.ts';

const HEAD = 'viki:\n  hosts: { a: { address: 203.0.113.10 } }\n  mods:\n';

function mended(text: string): string {
  const { problems } = readProject([parseDocument('main.vk.yaml', text)], 'shop');
  const edits = problems
    .flatMap(({ fix }) => fix?.edits ?? [])
    .toReversed()
    .toSorted((one, other) => other.start - one.start);
  return edits.reduce((whole, { start, end, text: by }) => whole.slice(0, start) + by + whole.slice(end), text);
}

test('what has no names gets them', () => {
  const cases: readonly (readonly [text: string, meant: string])[] = [
    ['package: nginx', 'package: { nginx: {} }'],
    ['package: [nginx, "git"]', 'package: {nginx: {}, "git": {}}'],
    ['package:\n      - nginx # the server\n      -   git', 'package:\n        nginx: # the server\n          git:'],
    ['package:\n    - nginx\n    - git', 'package:\n      nginx:\n      git:'],
    ['package: [nginx, { name: git }]', 'package: [nginx, { name: git }]'],
  ];
  for (const [text, meant] of cases) assert.equal(mended(`${HEAD}    ${text}\n`), `${HEAD}    ${meant}\n`);
});

test('what every field of another tool leads to is there', () => {
  const forms = modules.map(({ spec }) => Object.keys(spec.fields));
  for (const word of ['url', 'version', 'branch', 'device', 'job', 'regexp', 'rules', 'special_time', 'project_src']) {
    const own = ownFieldFor(word) ?? '';
    assert.ok(
      forms.some((fields) => fields.includes(own) && !fields.includes(word)),
      word,
    );
  }
});

test('a playbook is told where its parts stand here', () => {
  const { problems } = readProject([parseDocument('main.vk.yaml', '- hosts: web\n  tasks: []\n')], 'shop');
  const [{ message, suggestion } = {}, ...others] = problems;
  assert.deepEqual([message, others], ['This document must begin with `viki:`, and is a list', []]);
  assert.match(suggestion ?? '', /under `mods`.* docs\/ansible\.md/);
});

test('a condition of another tool is said as an expression', () => {
  const cases: readonly (readonly [text: string, meant: string | undefined])[] = [
    ['{{ port == 80 }}', '${port == 80}'],
    ['ansible_os_family == "Debian"', "${fact.os == 'debian'}"],
    ["ansible_facts.os_family == 'Debian' and port != 80", "${fact.os == 'debian' and port != 80}"],
    ["name == 'ansible_os_family'", "${name == 'ansible_os_family'}"],
    ['inventory_hostname in groups.web', '${host.name in group.web}'],
    ['port is defined', undefined],
    ['${port == 80}', undefined],
    [`name == "it's"`, undefined],
    ['', undefined],
    ['(', undefined],
    ['a '.repeat(100_000), undefined],
  ];
  for (const [text, meant] of cases) assert.equal(meantExpression(text), meant, text);
  for (const fact of [
    'os_family',
    'distribution_version',
    'architecture',
    'kernel',
    'hostname',
    'pkg_mgr',
    'service_mgr',
  ]) {
    const name = /^\$\{fact\.(\w+)\}$/.exec(meantExpression(`ansible_${fact}`) ?? '')?.[1];
    assert.ok(name !== undefined && FACTS.includes(name), fact);
  }
});

test('modules that are meant are there, and words are no names of other things', () => {
  const known = modules.map(({ name }) => name);
  for (const word of ['apt', 'ufw', 'shell', 'template', 'postgresql_user', 'iptables', 'pip', 'systemd']) {
    assert.ok(known.includes(ownModuleFor(word) ?? ''), word);
  }
  for (const word of ['constructor', 'toString', '__proto__']) {
    assert.equal(ownModuleFor(word), undefined);
    assert.equal(ownWayFor(word), undefined);
  }
});
