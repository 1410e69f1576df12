// Files that the text names for a host.
import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileIn } from './open.ts';

test('a file of a host is looked for beside the text, in the home, or where it says', () => {
  assert.equal(fileIn('/infra/shop', 'keys/deploy'), '/infra/shop/keys/deploy');
  assert.equal(fileIn('/infra/shop', '../id'), '/infra/id');
  assert.equal(fileIn('/infra/shop', '/etc/key'), '/etc/key');
  assert.equal(fileIn('/infra/shop', '~/.ssh/id'), join(homedir(), '.ssh/id'));
  assert.equal(fileIn('/infra/shop', undefined), undefined);
});
