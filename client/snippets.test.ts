// The snippets: each of them, as it is inserted, is text without a problem where it belongs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseDocument, readProject } from '../language/index.ts';

type Snippet = { readonly prefix: string; readonly description: string; readonly body: readonly string[] };

const snippets = JSON.parse(readFileSync(new URL('../snippets/viki.json', import.meta.url), 'utf8')) as {
  readonly [name: string]: Snippet;
};

const HOSTS = '  hosts: { web-1: { address: 203.0.113.10 } }\n';
const MODS = '  mods:\n    mkdir: { app: { path: /opt/app } }\n';

/** Where each one belongs: what stands before it, how deep it is, and what stands behind. */
const places: { readonly [prefix: string]: readonly [before: string, indent: number, after: string] } = {
  viki: ['', 0, ''],
  'viki-host': ['viki:\n  hosts:\n', 4, MODS],
  'viki-local': ['viki:\n  hosts:\n', 4, MODS],
  'viki-protected': [`viki:\n${HOSTS}  groups:\n`, 4, MODS],
  'viki-secret': [
    `viki:\n  hosts: { web-1: { address: 203.0.113.10, sudo: { password: "\${sudo_password}" } } }\n  vars:\n`,
    4,
    MODS,
  ],
  'viki-mkdir': [`viki:\n${HOSTS}  mods:\n    mkdir:\n`, 6, ''],
  'viki-file': [`viki:\n${HOSTS}  mods:\n    file:\n`, 6, ''],
  'viki-source': [`viki:\n${HOSTS}  mods:\n    file:\n`, 6, ''],
};

const inserted = (body: readonly string[], indent: number): string =>
  body
    .map((line) => line.replaceAll(/\$\{\d+:([^}]*)\}/g, '$1').replaceAll(/\$\d/g, ''))
    .map((line) => (line === '' ? '' : ' '.repeat(indent) + line))
    .join('\n')
    .concat('\n');

for (const [name, { prefix, description, body }] of Object.entries(snippets)) {
  test(`${name} (${prefix})`, () => {
    const [before, indent, after] = places[prefix] ?? assert.fail(`where does ${prefix} belong?`);
    const text = before + inserted(body, indent) + after;
    const { problems, project } = readProject([parseDocument('main.vk.yaml', text)], 'snippet');
    assert.deepEqual(problems, [], text);
    assert.ok(project);
    assert.match(description, /\.$/);
  });
}
