// The session's protocol on real shells of this machine: what is sent arrives byte by byte, what is answered is told line
// by line, and every way to end is noticed.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { HostError, type Payload, type Program, type Session } from '../engine/host.ts';
import { type Shell, shells } from '../test/support/shells.ts';
import { noAsker } from './asker.ts';
import { bootstrapCommand, commandLine, frameProgram, newMarker } from './bootstrap.ts';
import { commandHost, localHost, processChannel } from './process.ts';
import { ShellSession } from './shell.ts';

const HERE = { name: 'here', environment: process.env, sudo: undefined, asker: noAsker };
const BOX = { ...HERE, name: 'box' };

function program(text: string, ...payloads: readonly Buffer[]): Program {
  const payload = payloads.map(
    (bytes): Payload => ({ sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length, bytes }),
  );
  return { request: { kind: 'recover' }, text, payload };
}

/** What a shell answers that is sent only the beginning of something. */
async function cutAt(shell: Shell, beginning: Buffer): Promise<string> {
  const [, ...words] = bootstrapCommand('viki-0');
  // (bash would read the profile of whoever runs the tests, a hundred times)
  const channel = processChannel([...shell.command, ...words], { ...shell.environment, HOME: '/nowhere' });
  let answers = '';
  channel.output.on('data', (bytes: Buffer) => {
    answers += bytes.toString('utf8');
  });
  channel.input.on('error', () => undefined);
  channel.input.end(beginning);
  await channel.closed;
  return answers;
}

function open(shell: Shell, before = '', readyLimitMilliseconds = 30_000): ShellSession {
  const marker = newMarker();
  const [, ...words] = bootstrapCommand(marker);
  const script = `${before}\n${words[1]}`;
  return new ShellSession({
    host: 'here',
    channel: processChannel([...shell.command, '-c', script], shell.environment),
    marker,
    readyLimitMilliseconds,
  });
}

async function ask(session: Session, asked: Program): Promise<readonly string[]> {
  const lines: string[] = [];
  await session.run(asked, (line) => lines.push(line));
  return lines;
}

const rejectsWith = (kind: HostError['kind'], words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof HostError, String(error));
  assert.equal(error.kind, kind);
  assert.match(error.message, words);
  assert.notEqual(error.hint, '');
  return true;
};

for (const shell of shells()) {
  test(`${shell.name}: between answers and answered, lines with an index are answers, and no others`, async () => {
    const session = open(shell);
    const text =
      "printf '0\\tnot yet\\n'; v_say answers; printf '1\\tyes\\n'; echo noise; v_say more; v_say answered; printf '2\\tno\\n'";
    assert.deepEqual(await ask(session, program(text)), ['answer 1\tyes', 'more']);
    assert.deepEqual(await ask(session, program('v_say answers; exit')), []);
    assert.deepEqual(await ask(session, program("printf '3\\tno\\n'")), []);
    await session.close();
  });

  test(`${shell.name}: programs run one after another, each in its own subshell`, async () => {
    const session = open(shell);
    assert.deepEqual(await ask(session, program('v_x=1; v_say one "$v_x"; exit 7')), ['one 1']);
    assert.deepEqual(await ask(session, program('v_say two "${v_x:-unset}"; echo not ours')), ['two unset']);
    assert.deepEqual(await ask(session, program('')), []);
    await session.close();
  });

  test(`${shell.name}: bytes of any kind and length arrive unharmed`, async () => {
    const session = open(shell);
    const all = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    for (const bytes of [Buffer.alloc(0), all, randomBytes(65_536), randomBytes(65_537), randomBytes(5_000_000)]) {
      const sum = createHash('sha256').update(bytes).digest('hex');
      const [line] = await ask(session, program(`v_say "$(v_take ${bytes.length} | sha256sum)"`, bytes));
      assert.equal(line?.split(' ')[0], sum, `${bytes.length} bytes`);
    }
    await session.close();
  });

  test(`${shell.name}: bytes that a program left behind do not become programs`, async () => {
    const session = open(shell);
    for (const left of ['echo left behind\nviki-0 5\nmore\n', 'no line end', '\0\r']) {
      await ask(session, program('exit 1', Buffer.from(left)));
      assert.deepEqual(await ask(session, program('v_say next')), ['next']);
    }
    await session.close();
  });

  test(`${shell.name}: a program that is cut off on the way is not run, not even its beginning`, async () => {
    const text = `v_begun() {\n  v_say begun\n}\nv_begun # }\ncat <<end >/dev/null\n}\nend\nv_begun\n`;
    const whole = frameProgram('viki-0', text);
    // (all but the last line end is as good as all of it)
    for (let end = 1; end < whole.length - 1; end += 1)
      assert.doesNotMatch(await cutAt(shell, whole.subarray(0, end)), /begun/, `cut off after ${end} bytes`);
    assert.match(await cutAt(shell, whole), /viki-0 begun\nviki-0 begun\nviki-0 end 0/);
  });

  test(`${shell.name}: a login that is no shell is told with what it says`, async () => {
    const session = open(shell, 'echo This account is currently not available.; exit 1');
    const refused = rejectsWith('no-shell', /ended with code 1: .*This account is currently not available\./);
    await assert.rejects(ask(session, program('v_say never')), refused);
  });

  test(`${shell.name}: one that says nothing is not waited for forever`, async () => {
    const session = open(shell, 'echo Choose: 1 2 3; exec cat >/dev/null', 200);
    await assert.rejects(
      ask(session, program('v_say never')),
      rejectsWith('no-shell', /no shell answered within 0\.2 seconds/),
    );
  });

  test(`${shell.name}: text with backslashes, quotes and percents is told as it is`, async () => {
    const session = open(shell);
    const odd = `a\\nb\\\\c %s 'd' "e" $(id) ünï`;
    assert.deepEqual(await ask(session, program(`v_say ${`'${odd.replaceAll("'", "'\\''")}'`}`)), [odd]);
    await session.close();
  });

  test(`${shell.name}: a noisy profile does no harm`, async () => {
    const session = open(shell, 'echo Welcome; printf "no line end"; echo oops >&2; echo "viki-0 end 0"');
    assert.deepEqual(await ask(session, program('v_say fine')), ['fine']);
    await session.ready();
    await session.close();
  });

  test(`${shell.name}: a shell that dies in the middle is noticed, with its last words`, async () => {
    const session = open(shell);
    const killed = program('v_say alive; echo out of memory >&2; kill -9 $$');
    await assert.rejects(ask(session, killed), rejectsWith('lost', /connection was lost \(.*out of memory/));
    await assert.rejects(ask(session, program(':')), rejectsWith('lost', /lost/));
    await session.close();
  });
}

test('a cancelled program ends at once, and the session with it', async () => {
  const session = await localHost(HERE).open();
  const cancel = new AbortController();
  const running = session.run(program('v_say begun; sleep 60'), () => cancel.abort(), cancel.signal);
  await assert.rejects(running, rejectsWith('cancelled', /cancelled/));
  await session.close();
});

test('a session that is waited for can be cancelled too', async () => {
  const cancel = new AbortController();
  const opening = commandHost(BOX, ['sh', '-c', 'exec sleep 60']).open(cancel.signal);
  cancel.abort();
  await assert.rejects(opening, rejectsWith('cancelled', /cancelled/));
});

test('the line that starts a shell is safe in any login shell', () => {
  const [, , line = ''] = bootstrapCommand('viki-0');
  assert.doesNotMatch(line, /['!\\\n]/);
  assert.equal(commandLine(bootstrapCommand('viki-0')), `sh -c '${line}'`);
  assert.equal(commandLine(['env', 'LC_ALL=C', 'sudo', '-n', 'a b', '']), "env LC_ALL=C sudo -n 'a b' ''");
});

test('a command leads to a shell elsewhere', async () => {
  const session = await commandHost(BOX, ['env', 'VIKI_TEST=in the box']).open();
  assert.deepEqual(await ask(session, program('v_say "$VIKI_TEST"')), ['in the box']);
  await session.close();
});

test('a command that is not there, or that fails, says so', async () => {
  const missing = commandHost(BOX, ['no-such-program-of-ours']);
  await assert.rejects(
    missing.open(),
    rejectsWith('unreachable', /no-such-program-of-ours` gave no shell: .*could not be started/),
  );
  const failing = commandHost(BOX, ['sh', '-c', 'echo no such container: box >&2; exit 1']);
  await assert.rejects(failing.open(), rejectsWith('unreachable', /no such container: box/));
});
