// Who points at a fact sees what each host told the last time, and how long ago; what is wrong with the state is not told here.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { nothingSeen, withToldFacts } from '../disk/seen.ts';
import { printState } from '../disk/state.ts';
import { LiveProject } from '../language/index.ts';
import { hover } from './hover.ts';
import { seenFactsIn } from './seen-facts.ts';

const TEXT = `viki:
  hosts: { web: { address: 203.0.113.10 }, db: { address: 203.0.113.11 }, new: { address: 203.0.113.12 } }
  mods: { file: { motd: { path: /etc/motd, content: "\${fact.os} \${fact.memory}" } } }
`;
const HOUR = 3_600_000;
const NOW = Date.parse('2026-01-02T12:00:00Z');

function hoverAt(word: string, folder: string): string | undefined {
  const live = new LiveProject();
  live.open('a.vk.yaml', TEXT);
  const document = live.document('a.vk.yaml');
  assert.ok(document);
  const seen = () => ({ facts: seenFactsIn(folder), now: NOW });
  return hover(live, document, TEXT.indexOf(word), seen)?.markdown;
}

test('a fact is told as each host had it the last time, with its age', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'viki-facts-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const uri = pathToFileURL(folder).href;
  const unseen = '**fact.os**: what the host tells of itself; known at plan';
  assert.equal(hoverAt('fact.os', uri), unseen);
  const asked = [
    { known: new Map([['web', { os: 'debian', memoryBytes: 1024 }]]), at: NOW - 49 * HOUR },
    { known: new Map([['db', { os: 'alpine' }]]), at: NOW - 5000 },
  ];
  writeFileSync(join(folder, 'state.vk.json'), printState(asked.reduce(withToldFacts, nothingSeen('a'))));
  assert.equal(
    hoverAt('fact.os', uri),
    `${unseen}. Last seen:\n\n- \`web\`: \`debian\`, 2 days ago\n- \`db\`: \`alpine\`, just now`,
  );
  assert.match(hoverAt('fact.memory', uri) ?? '', /`web`: `1024`, 2 days ago\n- `db`: no value, just now$/);
  writeFileSync(join(folder, 'state.vk.json'), '{ "hosts": { "web": { "facts": [] ');
  assert.equal(hoverAt('fact.os', uri), unseen);
});
