// A user or a group that leaves the text stays while something of the text names them, and the plan says who does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject, State } from '../modules/contract.ts';
import { contentsOf, type Declared, hostSettings, projectOf } from '../test/support/projects.ts';
import { resourcesOf } from './plan.ts';
import type { Resource } from './project.ts';
import { type Left, removalsOf } from './removals.ts';

const ABSENT: JsonObject = { is: 'absent' };
const deploy = { is: 'user', group: 'deploy', home: '/home/deploy', shell: '/bin/sh', groups: [], uid: '1200' };
const team = { is: 'group', gid: '1300' };

const made = (module: string, thing: 'user:deploy' | 'group:team', name: string, now: JsonObject): Left => ({
  ...{ run: 'run-1', sequence: 1, kind: 'created', isKept: false, address: `${module}.it` },
  recorded: {
    ...{ address: `${module}.it`, module, name: 'it', place: { file: 'a.vk.yaml', line: 1, column: 1 } },
    ...{ spec: { name }, before: { [thing]: ABSENT }, after: { [thing]: now } },
  },
});
const left = [made('user', 'user:deploy', 'deploy', deploy), made('group', 'group:team', 'team', team)];

function notesOf(declared: Declared, more: Partial<Resource> = {}, world: State = {}): readonly string[] {
  const project = projectOf(declared, [hostSettings('web')]);
  const resources = project.resources.map((resource) => ({ ...resource, ...more }));
  const planned = resourcesOf({ ...project, resources }, 'web', contentsOf(project));
  const now: State = { 'user:deploy': deploy, 'group:team': team };
  const { moves } = removalsOf('web', planned, { left, now, inside: new Map(), seen: new Map() }, false);
  const known = {
    'account:user:deploy': { is: 'known', name: 'deploy' },
    'account:group:team': { is: 'known', name: 'team' },
  };
  return moves({ ...now, ...known, ...world }).map(({ change: { action, note } }) => `${action}: ${note}`);
}

const GONE = 'remove: left the text';
const stays = (because: string): string => `none: left the text; what it made stays, because ${because} builds upon it`;

test('nobody needs them: they go', () => {
  assert.deepEqual(notesOf({ 'file.a': { path: '/a', content: '' } }), [GONE, GONE]);
});

test('whoever runs something, owns something or is in a group stays, and that group', () => {
  const cron = { 'cron.backup': { schedule: '@daily', command: 'true', user: 'deploy' } };
  assert.deepEqual(notesOf(cron), [stays('cron.backup'), GONE]);
  const file = { 'file.a': { path: '/a', content: '', owner: 'deploy', group: 'team' } };
  assert.deepEqual(notesOf(file), [stays('file.a'), stays('file.a')]);
  assert.deepEqual(notesOf({ 'user.other': { name: 'other', groups: ['team'] } }), [GONE, stays('user.other')]);
});

test('whoever a resource runs as stays', () => {
  const file = { 'file.a': { path: '/a', content: '' } };
  const login = { 'login:deploy': { is: 'may', user: 'deploy', group: 'deploy' } };
  assert.deepEqual(notesOf(file, { runAs: 'deploy' }, login), [stays('file.a'), GONE]);
});
