// A circle of orders that an edit makes, or mends, is told as in a text that is read afresh: by what is written, and by what lies in what.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveProject, problemsOf } from './index.ts';

const HEAD = 'viki:\n  hosts: { a: { address: 203.0.113.10 } }\n  mods:\n    mkdir:\n';
const FILE = 'a.vk.yaml';

const cycles = (live: LiveProject): readonly string[] =>
  problemsOf(live).flatMap(({ code, line, message }) => (code === 'cycle' ? [`${line} ${message}`] : []));

function edited(text: string, from: string, to: string): readonly string[] {
  const live = new LiveProject();
  live.open(FILE, text);
  assert.deepEqual(cycles(live), []);
  const start = text.indexOf(from);
  assert.notEqual(start, -1, from);
  live.edit(FILE, { start, end: start + from.length }, to);
  const fresh = new LiveProject();
  fresh.open(FILE, live.document(FILE)?.text ?? '');
  assert.deepEqual(cycles(live), cycles(fresh));
  const found = cycles(live);
  live.edit(FILE, { start, end: start + to.length }, from);
  assert.deepEqual(cycles(live), []);
  return found;
}

test('a circle of what is written comes and goes with an edit, wherever in the chain it is', () => {
  const names = ['one', 'two', 'three', 'four'];
  const line = (name: string, before?: string): string =>
    `      ${name}: { path: /${name}${before === undefined ? '' : `, after: mkdir.${before}`} }\n`;
  const text = HEAD + names.map((name, at) => line(name, names[at - 1])).join('');
  assert.equal(edited(text, 'path: /one', 'path: /one, after: mkdir.four').length, 4);
  assert.equal(edited(text, 'after: mkdir.one', 'after: mkdir.three').length, 2);
  assert.equal(edited(text, 'after: mkdir.three', 'after: mkdir.four').length, 1);
  assert.equal(edited(text, 'path: /four', 'path: /five').length, 0);
});

test('a circle with what lies in what comes with another path', () => {
  const text = `${HEAD}      outer: { path: /opt, after: mkdir.inner }\n      inner: { path: /srv/app }\n`;
  assert.equal(edited(text, '/srv/app', '/opt/app').length, 1);
  const other = `${HEAD}      outer: { path: /srv, after: mkdir.inner }\n      inner: { path: /opt/app }\n`;
  assert.equal(edited(other, 'path: /srv,', 'path: /opt,').length, 1);
});
