// PostgreSQL on a real host, as its tests share it: its SQL, who is let in, and viki's runs there.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quote } from '../../modules/contract.ts';
import { lab, missingHosts, viki } from './support.ts';
import { textOn } from './text.ts';

export const skip = missingHosts['postgres'] ?? false;
export const host = () => lab.host('postgres');
export const FIRST = 'canary \'one\' \\ "$HOME" `id` ü; --';
export const SECOND = 'canary two';
export const ENVIRONMENT = { VK_VAR_first: FIRST, VK_VAR_second: SECOND };

const SECRETS = '  vars:\n    first: { secret: true, from: env }\n    second: { secret: true, from: env }\n';
export const textOf = (mods: string): string => textOn(host(), mods, SECRETS);

export async function said(command: string): Promise<string> {
  const { code, stdout, stderr } = await host().exec(command);
  assert.equal(code, 0, `${command}: ${stderr}`);
  return stdout;
}

export const sql = (query: string, database = 'postgres'): Promise<string> =>
  said(
    `cd / && printf '%s;' ${quote(query)} | PGDATABASE=${quote(database)} su postgres -c 'psql -XAtq -v ON_ERROR_STOP=1'`,
  );

/** Whether the server lets this role in with this password, as it would anybody over the network. */
export async function isLetIn(role: string, password: string): Promise<boolean> {
  const escaped = password.replaceAll(/[\\:]/g, '\\$&');
  await host().exec('umask 077; cat >/root/.pgpass', `127.0.0.1:*:*:*:${escaped}\n`);
  const { code } = await host().exec(`psql -XAtq -w -h 127.0.0.1 -U ${role} -d postgres -c 'select 1'`);
  await host().exec('rm /root/.pgpass');
  return code === 0;
}

export const write = (project: string, mods: string): void =>
  writeFileSync(join(project, 'main.vk.yaml'), textOf(mods));

export async function done(project: string, ...words: readonly string[]): Promise<string> {
  const { code, output, errors } = await viki(project, words, ENVIRONMENT);
  assert.equal(code, 0, `${words.join(' ')}: ${output}${errors}`);
  return output + errors;
}

export const apply = (project: string): Promise<string> => done(project, 'apply', '--yes');
export const rollBack = (project: string): Promise<string> => done(project, 'rollback', '--yes');
/** (a plan that has nothing to do ends with 0, and one that has, with 2) */
export const isSettled = async (project: string): Promise<boolean> =>
  (await viki(project, ['plan'], ENVIRONMENT)).code === 0;
