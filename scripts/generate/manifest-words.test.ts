// Words of the manifest: moved to package.nls.json once, kept from then on, and never lost.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { withWords } from './manifest-words.ts';

const folder = mkdtempSync(join(tmpdir(), 'viki-words-'));
after(() => rmSync(folder, { recursive: true }));

function generated(manifest: object, words?: object): { manifest: string; words: unknown } {
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  rmSync(join(folder, 'package.nls.json'), { force: true });
  if (words) writeFileSync(join(folder, 'package.nls.json'), JSON.stringify(words));
  const files = withWords(folder);
  return { manifest: files.get('package.json') ?? '', words: JSON.parse(files.get('package.nls.json') ?? '') };
}

const commands = (title: string) => ({ contributes: { commands: [{ command: 'viki.plan', title }] } });

test('new words are moved, and their key stands in their place', () => {
  const { manifest, words } = generated(commands('Plan'));
  assert.deepEqual(JSON.parse(manifest), commands('%viki.plan.title%'));
  assert.deepEqual(words, { 'viki.plan.title': 'Plan' });
});

test('words that were moved stay as they are, and those that nothing uses go', () => {
  const known = { 'viki.plan.title': 'Plan', 'viki.gone.title': 'Gone' };
  assert.deepEqual(generated(commands('%viki.plan.title%'), known).words, { 'viki.plan.title': 'Plan' });
});

test('a key without words is told', () => {
  assert.throws(() => generated(commands('%viki.plan.title%'), {}), /%viki\.plan\.title%, which package\.nls\.json/);
});

test('views, welcomes, steps and tools have words too', () => {
  const { words } = generated({
    contributes: {
      views: { viki: [{ id: 'viki.hosts', name: 'Hosts' }] },
      viewsWelcome: [
        { view: 'viki.hosts', contents: 'one' },
        { view: 'viki.hosts', contents: 'two' },
      ],
      walkthroughs: [
        { id: 'first', title: 'First', steps: [{ id: 'plan', title: 'Look', media: { altText: 'a picture' } }] },
      ],
      languageModelTools: [{ name: 'viki_plan', displayName: 'Plan it' }],
    },
  });
  assert.deepEqual(words, {
    'viki.hosts.name': 'Hosts',
    'viki.hosts.welcome.1': 'one',
    'viki.hosts.welcome.2': 'two',
    'first.title': 'First',
    'first.plan.title': 'Look',
    'first.plan.picture': 'a picture',
    'viki_plan.displayName': 'Plan it',
  });
});
