// What is wrong with an address: a password in it. Pure.
import { code } from '../sentences.ts';
import { type NotationMistake, partAt, wrong } from './mistake.ts';

/** `https://user:password@host/...`; the last `@` before the path ends it. */
const WITH_PASSWORD = /^([a-z][a-z0-9+.-]*:\/\/)([^/:@]*:[^/]*)@/i;
const TOKEN_ALONE = /^(https?:\/\/)((?:gh[a-z]_|github_pat_|glpat-)[^/:@]*)@/i;
/** (what is downloaded needs no scheme) */
const WITHOUT_SCHEME = /^()([^/:@?#]+:[^/]*)@/;

const WRITTEN = `Give it to the host: a ${code('command')} that has it, a secret variable, in its ${code('environment')} and writes`;
const CHANGE_IT = 'And change it: it has been seen.';
const MACHINE = code('machine HOST login NAME password PASSWORD');

/** Says where others would read it, and how the host gets it instead. */
function passwordMistake(text: string, where: string, how: string): NotationMistake | undefined {
  const found = WITH_PASSWORD.exec(text) ?? TOKEN_ALONE.exec(text) ?? WITHOUT_SCHEME.exec(text);
  const [, scheme = '', credentials = ''] = found ?? [];
  if (credentials === '') return undefined;
  const part = partAt({ text, start: 0 }, scheme.length, scheme.length + credentials.length);
  const suggestion = `${WRITTEN} ${how}. ${CHANGE_IT}`;
  return { ...wrong(part, `A password in this address would be in ${where}`, { suggestion }), isSecret: true };
}

export const repositoryMistake = (text: string): NotationMistake | undefined =>
  passwordMistake(
    text,
    'arguments of processes and in the settings of the checkout, where others read it',
    `${code('~/.git-credentials')} (with ${code('credential.helper store')}); or a deploy key`,
  );

export const downloadMistake = (text: string): NotationMistake | undefined =>
  passwordMistake(text, 'plans and in the records of runs, where others read it', `${code('~/.netrc')}: ${MACHINE}`);

export const packagesMistake = (text: string): NotationMistake | undefined =>
  passwordMistake(
    text,
    'a file of the host that everybody reads, and in the records of runs',
    `a file in ${code('/etc/apt/auth.conf.d')}: ${MACHINE}`,
  );
