// Commands on a real host: secrets that they get, and where those must not be; what can and can't be taken back; commands
// that run because a file has changed.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { lab, projectFolder, viki } from './support.ts';
import { textOn } from './text.ts';

const host = lab.host('services');
const CANARIES = { VK_VAR_token: 'canary-of-the-token', VK_VAR_words: "canary of the words: it's $HOME `id` \\ ü" };

const SECRETS = `  vars:
    token: { secret: true, from: env }
    words: { secret: true, from: env }
`;
const textOf = (mods: string): string => textOn(host, mods, SECRETS);

const said = async (command: string): Promise<string> => (await host.exec(command)).stdout;

before(async () => {
  await host.exec('rm -rf /var/lib/viki /srv/viki-command; mkdir /srv/viki-command');
});

test('secrets reach a command as they are, and are nowhere else', async () => {
  // It keeps what it got, and what everybody could see of it while it ran.
  const project = projectFolder(
    textOf(`command:
  greet:
    command: |
      cat >/srv/viki-command/read
      printf %s "$TOKEN" >/srv/viki-command/token
      cat /proc/[0-9]*/cmdline | tr '\\\\0' ' ' >/srv/viki-command/arguments
    creates: /srv/viki-command/token
    undo: '[ -n "$TOKEN" ] && rm -f /srv/viki-command/*'
    environment: { TOKEN: "\${token}", PLAIN: plain }
    stdin: \${words}
`),
  );
  const told: string[] = [];
  for (const words of [
    ['plan', '--json'],
    ['apply', '--yes', '--json'],
    ['plan', '--json'],
    ['status', '--json'],
  ]) {
    const { code, output, errors } = await viki(project, words, CANARIES);
    assert.ok(code === 0 || words[0] === 'plan', `${words.join(' ')}: ${output}${errors}`);
    told.push(output, errors);
  }
  assert.equal(await said('cat /srv/viki-command/token'), CANARIES.VK_VAR_token);
  assert.equal(await said('cat /srv/viki-command/read'), CANARIES.VK_VAR_words);
  assert.match(await said('cat /srv/viki-command/arguments'), /viki/);
  assert.doesNotMatch(await said('cat /srv/viki-command/arguments'), /canary/);
  assert.doesNotMatch(told.join('\n'), /canary/);
  // On the host, only the bytes themselves have them, and only their owner reads those.
  assert.equal(await said('grep -rl canary /var/lib/viki | grep -v "^/var/lib/viki/blobs/" | wc -l'), '0\n');
  assert.equal(await said('find /var/lib/viki/blobs -type f ! -perm 600 | wc -l'), '0\n');
  assert.equal(await said('journalctl --no-pager | grep -c canary'), '0\n');
  const sums = await said('cat /var/lib/viki/runs/*/record');
  for (const canary of Object.values(CANARIES)) {
    const sum = createHash('sha256').update(canary).digest('hex');
    assert.ok(!sums.includes(sum), 'no sum that a guess could be compared with');
  }
  const written = readdirSync(project, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, name } of written)
    assert.doesNotMatch(readFileSync(join(parentPath, name), 'utf8'), /canary/, name);
  // What takes it back gets the same, long after, from the host itself.
  const back = await viki(project, ['rollback', '--yes'], {});
  assert.equal(back.code, 0, back.output + back.errors);
  assert.equal(await said('ls /srv/viki-command'), '');
});

test('a secret that is not there is told before any host is asked', async () => {
  const project = projectFolder(textOf('command:\n  greet: { command: cat, creates: /srv/none, stdin: "${token}" }\n'));
  const { code, errors } = await viki(project, ['plan']);
  assert.notEqual(code, 0);
  assert.match(errors, /the secret `token` .* comes from the environment, where VK_VAR_token is not set/);
});

test('a command runs when a file changes, once, and not otherwise', async () => {
  const mods = (content: string): string => `file:
  settings: { path: /srv/viki-command/settings, content: ${content} }
command:
  tell: { command: "cat settings >>told", directory: /srv/viki-command, run_on: file.settings }
`;
  const project = projectFolder(textOf(mods('one.')));
  for (const _ of ['first', 'second']) assert.equal((await viki(project, ['apply', '--yes'])).code, 0);
  assert.equal(await said('cat /srv/viki-command/told'), 'one.');
  writeFileSync(`${project}/main.vk.yaml`, textOf(mods('two.')));
  assert.equal((await viki(project, ['apply', '--yes'])).code, 0);
  assert.equal(await said('cat /srv/viki-command/told'), 'one.two.');
});

test('what a command says does not matter for how it ends; a failure takes the run back', async () => {
  const project = projectFolder(
    textOf(`file:
  first: { path: /srv/viki-command/first, content: here }
command:
  fail: { command: "echo something is wrong; exit 3", creates: /srv/none, after: file.first }
`),
  );
  const { code, output, errors } = await viki(project, ['apply', '--yes']);
  assert.notEqual(code, 0);
  assert.match(output + errors, /command\.fail failed: something is wrong \(exit code: 3\)/);
  assert.equal((await host.exec('test -e /srv/viki-command/first')).code, 1);
});
