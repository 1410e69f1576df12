// What one command leaves to the next about hosts that are away, in real files.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { HostError } from '../engine/host.ts';
import type { AwayHosts } from '../engine/operator.ts';
import { hostSettings } from '../test/support/projects.ts';
import { awayHosts } from './away.ts';

const base = mkdtempSync(join(tmpdir(), 'viki-away-'));
after(() => rmSync(base, { recursive: true }));
const folder = join(base, 'away');
beforeEach(() => rmSync(folder, { recursive: true, force: true }));

const away = (meant = '', now = 2000): AwayHosts =>
  awayHosts(folder, () => now, { isMeant: (host) => host === meant, hintFor: (host) => `Or name ${host}.` });
const [web, mail] = [hostSettings('web'), hostSettings('mail')];
const why = new HostError('unreachable', 'web', 'there was no answer', 'is it up?');
const rest = { since: 1000, retryAt: 16_000, failures: 2, why };
const files = (): readonly string[] => readdirSync(folder);

test('what was noted is known to the next command, of that host only, until it is reached', () => {
  assert.equal(away().recall(web), undefined);
  away().note(web, rest);
  const known = away().recall(web);
  assert.deepEqual([known?.since, known?.retryAt, known?.failures], [1000, 16_000, 2]);
  assert.deepEqual([known?.why.kind, known?.why.message], ['unreachable', 'there was no answer']);
  assert.equal(known?.why.hint, 'is it up? Or name web.');
  assert.equal(away().recall(mail), undefined);
  assert.equal(away().recall({ ...web, port: 2222 }), undefined);
  away().note(web, undefined);
  assert.equal(away().recall(web), undefined);
  assert.deepEqual(files(), []);
});

test('a host that somebody wants is tried at once, and rests longer if it is still away', () => {
  away().note(web, rest);
  const known = away('web').recall(web);
  assert.deepEqual([known?.retryAt, known?.failures], [0, 2]);
});

test('nobody else reads it, and nothing in it lets anybody in', () => {
  const password = { from: 'text', text: 'canary', place: web.place } as const;
  away().note({ ...web, password }, rest);
  const [name = ''] = files();
  assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600);
  assert.doesNotMatch(readFileSync(join(folder, name), 'utf8'), /canary/);
  assert.ok(away().recall(web), 'its name does not depend on what lets us in');
});

test('what can not be read, is not whole, or is of a time to come, is not known', () => {
  away().note(web, rest);
  assert.equal(away('', 500).recall(web), undefined);
  const [name = ''] = files();
  for (const text of [
    '',
    '{',
    'null',
    '{"since":1}',
    '{"since":"1","retryAt":2,"failures":1,"message":"","hint":""}',
  ]) {
    writeFileSync(join(folder, name), text);
    assert.equal(away().recall(web), undefined, text);
  }
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'no folder');
  away().note(web, rest);
  away().note(web, undefined);
  assert.equal(away().recall(web), undefined);
});

test('hosts that nobody asks any more are forgotten', () => {
  away().note(mail, rest);
  const [name = ''] = files();
  utimesSync(join(folder, name), 1, 1);
  away('', 1e12).note(web, rest);
  assert.equal(files().length, 1);
  assert.ok(away().recall(web));
});
