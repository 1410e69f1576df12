// The playground, reached over viki's own way over ssh: the key that was made for it lets in, nothing else does.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import ssh2 from 'ssh2';
import type { Host, Program } from '../../engine/host.ts';
import type { HostSettings } from '../../engine/project.ts';
import { hostSettings } from '../../test/support/projects.ts';
import { noAsker } from '../asker.ts';
import { openHost } from '../open.ts';
import { freshKey } from './fresh-key.ts';
import { openPlayground, type Playground } from './playground.ts';

const folder = mkdtempSync(join(tmpdir(), 'viki-playground-'));
const environment = { PATH: process.env['PATH'], MARK: 'of the playground' };
let playground: Playground;

before(async () => {
  playground = await openPlayground({ folder: join(folder, 'keys'), environment });
});

after(async () => {
  await playground.close();
  rmSync(folder, { recursive: true });
});

function hostWith(more: Partial<HostSettings> = {}): Host {
  const { address, port, user, identity, knownHosts } = playground;
  const settings = hostSettings('play', { via: 'ssh', address, port, user, identity, knownHosts, ...more });
  const configFile = join(folder, 'config');
  writeFileSync(configFile, '');
  return openHost(settings, { folder, asker: noAsker, environment: process.env, hostKeys: 'strict', configFile });
}

const program = (text: string, bytes = ''): Program => ({
  request: { kind: 'recover' },
  text,
  payload: bytes === '' ? [] : [{ sha256: '', size: bytes.length, bytes: Buffer.from(bytes) }],
});

async function linesOf(host: Host, ...programs: readonly Program[]): Promise<readonly string[]> {
  const session = await host.open();
  const lines: string[] = [];
  for (const one of programs) await session.run(one, (line) => lines.push(line));
  await session.close();
  return lines;
}

async function openAndClose(host: Host): Promise<void> {
  const session = await host.open();
  await session.close();
}

test('programs run there as this user, one after another, with their bytes', async () => {
  const bytes = 'x'.repeat(300_000);
  const lines = await linesOf(
    hostWith(),
    program('v_say "$(id -un)" "$MARK"\n'),
    program(`v_say "$(v_take ${bytes.length} | wc -c)"\n`, bytes),
  );
  assert.deepEqual(
    lines.map((line) => line.trim()),
    [`${playground.user} of the playground`, String(bytes.length)],
  );
});

test('the files with keys are for this user only', () => {
  assert.equal(statSync(playground.identity).mode & 0o777, 0o600);
  assert.equal(statSync(join(folder, 'keys')).mode & 0o777, 0o700);
});

test('another key, another user and a password are refused', async (context) => {
  const other = await openPlayground({ folder: join(folder, 'others'), environment });
  context.after(() => other.close());
  const password = { from: 'text', text: 'open sesame', place: { file: '', line: 1, column: 1 } } as const;
  const refused = [{ identity: other.identity }, { user: 'nobody' }, { identity: join(folder, 'no-key'), password }];
  for (const more of refused) {
    await assert.rejects(openAndClose(hostWith(more)), { kind: 'login-refused' });
  }
  await assert.rejects(openAndClose(hostWith({ knownHosts: other.knownHosts })), { kind: 'host-key-unknown' });
});

test('whoever names the right key must have it', async () => {
  const { address: host, port, user: username } = playground;
  const rightKey = ssh2.utils.parseKey(readFileSync(playground.identity));
  const wrongKey = ssh2.utils.parseKey(freshKey(ssh2).private);
  assert.ok(!(rightKey instanceof Error || wrongKey instanceof Error));
  const key = Object.assign(rightKey, { sign: wrongKey.sign.bind(wrongKey) });
  const client = new ssh2.Client();
  const outcome = new Promise<string>((resolve) => {
    client.on('ready', () => resolve('let in'));
    client.on('error', ({ message }) => resolve(message));
  });
  client.connect({
    host,
    port,
    username,
    authHandler: (left) => (left ? false : { type: 'publickey', username, key }),
  });
  assert.match(await outcome, /All configured authentication methods failed/);
  client.destroy();
});

test('it listens on the loopback interface only, and not any more when it is closed', async (context) => {
  const other = await openPlayground({ folder: join(folder, 'closing'), environment });
  context.after(() => other.close());
  assert.equal(other.address, '127.0.0.1');
  const session = await hostWith(other).open();
  await session.run(program('v_say here\n'), () => undefined);
  await other.close();
  await assert.rejects(
    session.run(program('v_say here\n'), () => undefined),
    { kind: 'lost' },
  );
  const why = await new Promise<string | undefined>((resolve) => {
    const socket = connect({ host: other.address, port: other.port });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    socket.on('connect', () => resolve('connected'));
  });
  assert.equal(why, 'ECONNREFUSED');
});
