// What broken, hostile and hurried hosts do, and that each of it is told for what it is. Real hosts are in the hosts ring.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import ssh2, { type AuthContext, type ServerChannel } from 'ssh2';
import { HostError, type Session } from '../../engine/host.ts';
import type { HostSettings } from '../../engine/project.ts';
import { hostSettings } from '../../test/support/projects.ts';
import { listen, type SshServerOptions, sshServer } from '../../test/support/ssh-server.ts';
import { type Asker, noAsker } from '../asker.ts';
import { openHost, type Way } from '../open.ts';
import { freshKey } from './fresh-key.ts';

const folder = mkdtempSync(join(tmpdir(), 'viki-client-'));
after(() => rmSync(folder, { recursive: true }));

const identity = join(folder, 'id');
writeFileSync(identity, freshKey(ssh2).private, { mode: 0o600 });
const SECRET = 'hunter2';
const password = { from: 'text', text: SECRET, place: { file: 'a.vk.yaml', line: 1, column: 1 } } as const;

let files = 0;
function file(text: string): string {
  files += 1;
  const path = join(folder, `file-${files}`);
  writeFileSync(path, text);
  return path;
}

type Reached = { readonly port: number; readonly knownHost?: string };

function open(
  server: Reached,
  more: Partial<HostSettings> = {},
  way: Partial<Way> = {},
  cancel?: AbortSignal,
): Promise<Session> {
  const knownHosts = file(server.knownHost ?? '');
  const reached = {
    via: 'ssh',
    address: '127.0.0.1',
    port: server.port,
    user: 'deploy',
    identity,
    knownHosts,
  } as const;
  const environment = { PATH: process.env['PATH'], HOME: folder };
  const configFile = file('Host *\n  IdentityFile none\n');
  const all = { folder, asker: noAsker, environment, hostKeys: 'strict', configFile, ...way } as const;
  return openHost(hostSettings('web', { ...reached, ...more }), all).open(cancel);
}

async function refused(opening: Promise<unknown>, kind: HostError['kind'], ...says: readonly RegExp[]): Promise<void> {
  const error = await opening.then(
    () => assert.fail('it was let in'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof HostError, String(error));
  assert.equal(error.kind, kind, error.message);
  for (const words of says) assert.match(`${error.message}\n${error.hint}`, words);
  assert.ok(!`${error.message}${error.hint}`.includes(SECRET));
}

/** Runs a test with a server that is gone afterwards. */
async function withServer(
  options: SshServerOptions,
  work: (server: Awaited<ReturnType<typeof sshServer>>) => Promise<void>,
): Promise<void> {
  const server = await sshServer(options);
  try {
    await work(server);
  } finally {
    await server.close();
  }
}

const letIn = (attempt: AuthContext): void => attempt.accept();

test('a changed key is refused before anything is told to the host', () =>
  withServer({ onLogin: letIn }, async (server) => {
    const other = freshKey(ssh2).public;
    const known = { port: server.port, knownHost: `# ours\n[127.0.0.1]:${server.port} ${other}\n` };
    const says = [/another key than the one it is known by/, /file-\d+:2/, /ssh-keygen -R '\[127\.0\.0\.1\]:\d+'/];
    await refused(open(known, {}, { hostKeys: 'accept-new' }), 'host-key-changed', ...says);
    assert.deepEqual(server.tried, []);
  }));

test('a revoked key is refused', () =>
  withServer({ onLogin: letIn }, async (server) => {
    const known = { port: server.port, knownHost: `@revoked * ${server.knownHost.split(' ').slice(1).join(' ')}` };
    await refused(open(known), 'host-key-changed', /says is revoked/);
  }));

test('what is known is tried at once, without asking the host what it takes', () =>
  withServer({}, async (server) => {
    await refused(
      open(server),
      'login-refused',
      /deploy@127\.0\.0\.1:\d+ refused the login: tried the key /,
      /takes: publickey, password/,
    );
    assert.deepEqual(server.tried, ['publickey']);
    const says = [/refused the login: tried the password/];
    await refused(open(server, { identity: undefined, password }), 'login-refused', ...says);
    assert.deepEqual(server.tried, ['publickey', 'password']);
  }));

test('nobody is asked for what the host does not take', () =>
  withServer({ onLogin: (attempt) => attempt.reject(['hostbased']) }, async (server) => {
    const asker: Asker = { ...noAsker, secret: () => assert.fail('a person was asked') };
    const says = [/there was nothing to log in with/, /takes: hostbased/];
    await refused(open(server, { identity: undefined }, { asker }), 'login-refused', ...says);
    assert.deepEqual(server.tried, ['none']);
  }));

test('a password that has expired is told', () =>
  withServer(
    {
      onLogin: (attempt) => {
        if (attempt.method === 'password') attempt.requestChange('Your password has expired', () => attempt.reject());
        else attempt.reject(['password']);
      },
    },
    (server) => refused(open(server, { identity: undefined, password }), 'login-refused', /the password has expired/),
  ));

test('questions of the host: the password is told, everything else is asked for, and not remembered', () =>
  withServer(
    {
      onExec: () => undefined,
      onLogin: (attempt) => {
        if (attempt.method !== 'keyboard-interactive') return attempt.reject(['keyboard-interactive']);
        attempt.prompt(
          [
            { prompt: 'Password: ', echo: false },
            { prompt: 'Code: ', echo: true },
          ],
          ([word, code]) => (word === SECRET && code === '123456' ? attempt.accept() : attempt.reject()),
        );
      },
    },
    async (server) => {
      const told: string[] = [];
      const asker: Asker = {
        ...noAsker,
        secret: ({ prompt }) => {
          told.push(prompt);
          return Promise.resolve('123456');
        },
        forget: () => told.push('forgotten'),
      };
      await (await open(server, { identity: undefined, password }, { asker })).close();
      assert.deepEqual(told, [`Code (deploy@127.0.0.1:${server.port})`, 'forgotten']);
    },
  ));

test('a host that hangs up, and one that is no ssh server', async () => {
  const hangingUp = await listen((socket) => socket.end());
  await refused(open(hangingUp), 'unreachable', /closed the connection before the login/);
  await hangingUp.close();
  const rude = await listen((socket) => socket.resetAndDestroy());
  await refused(open(rude), 'unreachable', /127\.0\.0\.1:\d+ /);
  await rude.close();
  const web = await listen((socket) => socket.write('x'.repeat(10_000)));
  await refused(open(web), 'unreachable', /closed the connection before the login: /, /is this port an ssh server/);
  await web.close();
});

test('a connection that breaks in the middle of a program is lost, and the session with it', async () => {
  const program = { request: { kind: 'recover' }, text: ':', payload: [] } as const;
  const onExec = (channel: ServerChannel, socket: Socket): void => {
    channel.once('data', () => socket.resetAndDestroy());
  };
  await withServer({ onLogin: letIn, onExec }, async (server) => {
    const session = await open(server);
    await refused(
      session.run(program, () => undefined),
      'lost',
      /connection was lost/,
    );
    await refused(
      session.run(program, () => undefined),
      'lost',
      /connection was lost/,
    );
  });
});

test('a host that lets in and then does nothing can be left', async () => {
  const cancel = new AbortController();
  const onSession = (): void => cancel.abort();
  await withServer({ onLogin: letIn, onSession }, async (server) => {
    await refused(open(server, {}, {}, cancel.signal), 'cancelled', /cancelled/);
  });
});

test('ServerAliveInterval of the ssh configuration says how soon a silent host is noticed', async (context) => {
  if (spawnSync('ssh', ['-V']).error) return context.skip('OpenSSH is not installed here');
  const onExec = (channel: ServerChannel, socket: Socket): void => {
    channel.write('\n');
    socket.pause();
  };
  await withServer({ onLogin: letIn, onExec }, async (server) => {
    const configFile = file('Host *\n  ServerAliveInterval 1\n');
    const session = await open(server, {}, { configFile });
    const running = session.run({ request: { kind: 'recover' }, text: ':', payload: [] }, () => undefined);
    await refused(running, 'lost', /the host was silent for too long/);
    await session.close();
  });
});

test('a name that means something to a shell is not given to a ProxyCommand', async (context) => {
  if (spawnSync('ssh', ['-V']).error) return context.skip('OpenSSH is not installed here');
  const trace = join(folder, 'trace');
  const configFile = file('Host *\n  ProxyCommand echo %h >&2\n');
  await refused(open({ port: 22 }, { address: `a;touch\${IFS}${trace}` }, { configFile }), 'unreachable');
  assert.ok(!existsSync(trace));
});
