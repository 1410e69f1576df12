// The playground, reached over viki's own way over ssh: the key that was made for it lets in, nothing else does.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Host, Program } from '../../engine/host.ts';
import type { HostSettings } from '../../engine/project.ts';
import { hostSettings } from '../../test/support/projects.ts';
import { noAsker } from '../asker.ts';
import { openHost } from '../open.ts';
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
  return openHost(settings, { asker: noAsker, environment: process.env, hostKeys: 'strict', configFile });
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

const openAndClose = async (host: Host): Promise<void> => (await host.open()).close();

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

test('another key, another user and a password are refused', async () => {
  const other = await openPlayground({ folder: join(folder, 'others'), environment });
  const password = { from: 'text', text: 'open sesame', place: { file: '', line: 1, column: 1 } } as const;
  const refused = [{ identity: other.identity }, { user: 'nobody' }, { identity: join(folder, 'no-key'), password }];
  for (const more of refused) {
    await assert.rejects(openAndClose(hostWith(more)), { kind: 'login-refused' });
  }
  await assert.rejects(openAndClose(hostWith({ knownHosts: other.knownHosts })), { kind: 'host-key-unknown' });
  await other.close();
});

test('it listens on the loopback interface only, and not any more when it is closed', async () => {
  const other = await openPlayground({ folder: join(folder, 'closing'), environment });
  assert.equal(other.address, '127.0.0.1');
  const session = await hostWith(other).open();
  await session.run(program('v_say here\n'), () => undefined);
  await other.close();
  await assert.rejects(() => session.run(program('v_say here\n'), () => undefined), { kind: 'lost' });
  const why = await new Promise<string | undefined>((resolve) => {
    connect({ host: other.address, port: other.port }).on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code),
    );
  });
  assert.equal(why, 'ECONNREFUSED');
});
