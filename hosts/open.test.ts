// Files that the text names for a host.
import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hostSettings } from '../test/support/projects.ts';
import { fileBeside } from './open.ts';

test('a file of a host is looked for beside the text, in the home, or where it says', () => {
  const settings = hostSettings('web', { place: { file: '/infra/shop/main.vk.yaml', line: 3, column: 5 } });
  assert.equal(fileBeside(settings, 'keys/deploy'), '/infra/shop/keys/deploy');
  assert.equal(fileBeside(settings, '../id'), '/infra/id');
  assert.equal(fileBeside(settings, '/etc/key'), '/etc/key');
  assert.equal(fileBeside(settings, '~/.ssh/id'), join(homedir(), '.ssh/id'));
  assert.equal(fileBeside(settings, undefined), undefined);
});
