// What the tests of ways to reach a host share: a word from a host, a refusal with its reason, people who answer, sshd with
// other settings.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostError, type HostErrorKind, type Program } from '../../engine/host.ts';
import type { HostSettings } from '../../engine/project.ts';
import { type Asker, noAsker, QueuedAsker, type SecretQuestion } from '../../hosts/asker.ts';
import { openHost, type Way } from '../../hosts/open.ts';
import { folder, lab, settingsOf, wayWith } from './support.ts';

export const host = lab.host('reach');
export const behind = lab.host('behind');
export const small = lab.host('reach-small');

export const program = (text: string, bytes?: Buffer): Program => ({
  request: { kind: 'recover' },
  text,
  payload: bytes ? [{ sha256: '', size: bytes.length, bytes }] : [],
});

/** What a host says to one program, on a connection of its own. */
export async function say(settings: HostSettings, way: Way = wayWith(), text = 'v_say "$(id -un)"'): Promise<string> {
  const session = await openHost(settings, way).open();
  const lines: string[] = [];
  try {
    await session.run(program(text), (line) => lines.push(line));
  } finally {
    await session.close();
  }
  return lines.join('\n');
}

export async function refusal(
  settings: HostSettings,
  kind: HostErrorKind,
  says: readonly RegExp[],
  way: Way = wayWith(),
): Promise<HostError> {
  const error = await say(settings, way).then(
    (said) => assert.fail(`it was let in, and said ${said}`),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof HostError, String(error));
  assert.equal(error.kind, kind, error.message);
  for (const words of says) assert.match(`${error.message}\n${error.hint}`, words);
  for (const known of ['adminpw', 'plainpw', 'deploypw', lab.passphrase, 'not the password'])
    assert.ok(!`${error.message}${error.hint}`.includes(known), 'no secret is in a message');
  return error;
}

/** A configuration of ssh that has no keys, so that those of whoever runs this don't count. */
let configurations = 0;
export function configured(...lines: readonly string[]): string {
  configurations += 1;
  const file = join(folder, `config-${configurations}`);
  writeFileSync(file, `${lines.join('\n')}\nHost *\n  IdentityFile none\n`);
  return file;
}
export const noKeys = configured();

/** Somebody who answers in this order, and then no more. */
export function telling(...answers: readonly string[]): Asker & { readonly asked: SecretQuestion[] } {
  const asked: SecretQuestion[] = [];
  const next = (question: SecretQuestion): Promise<string | undefined> =>
    Promise.resolve(answers[asked.push(question) - 1]);
  const asker = new QueuedAsker({ ...noAsker, secret: next });
  return Object.assign(asker, { asked });
}

export const asUser = (user: string, more: Partial<HostSettings> = {}): HostSettings =>
  settingsOf(host, { user, identity: undefined, ...more });

/** (systemd would find that this is too often) */
const RESTART = 'systemctl reset-failed ssh && systemctl restart ssh';

/** sshd with another setting, for as long as a test takes. */
export async function withSshd(setting: string, work: () => Promise<unknown>): Promise<void> {
  const file = '/etc/ssh/sshd_config.d/00-test.conf';
  const made = await host.exec(`printf '%s\\n' '${setting}' >${file} && ${RESTART}`);
  assert.equal(made.code, 0, made.stderr);
  try {
    await work();
  } finally {
    await host.exec(`rm -f ${file}; ${RESTART}`);
  }
}

export const fresh = (): string => join(folder, `known-${randomBytes(4).toString('hex')}`);
