// What is wrong with an address, or with options: a password in it. Pure.
import { code } from '../sentences.ts';
import { type NotationMistake, partAt, wrong } from './mistake.ts';

/** `https://user:password@host/...`; the last `@` before the path ends it. */
const WITH_PASSWORD = /^([a-z][a-z0-9+.-]*:\/\/)([^/:@]*:[^/]*)@/i;
const TOKEN_ALONE = /^(https?:\/\/)((?:gh[a-z]_|github_pat_|glpat-)[^/:@]*)@/i;
const IN_OPTIONS = /((?:^|,)[ \t]*pass(?:word)?=)([^,]+)/i;
/** (what is downloaded needs no scheme) */
const WITHOUT_SCHEME = /^()([^/:@?#]+:[^/]*)@/;

const WRITTEN = `Give it to the host: a ${code('command')} that has it, a secret variable, in its ${code('environment')} and writes`;
const CHANGE_IT = 'And change it: it has been seen.';
const MACHINE = code('machine HOST login NAME password PASSWORD');

/** Says what it is that `found` has behind its first group, where others would read it, and how the host gets it instead. */
function mistakeAt(
  text: string,
  found: RegExpExecArray | null,
  title: string,
  how: string,
): NotationMistake | undefined {
  const [, before = '', credentials = ''] = found ?? [];
  if (!found || credentials === '') return undefined;
  const start = found.index + before.length;
  const part = partAt({ text, start: 0 }, start, start + credentials.length);
  return { ...wrong(part, title, { suggestion: `${WRITTEN} ${how}. ${CHANGE_IT}` }), isSecret: true };
}

function passwordMistake(text: string, where: string, how: string): NotationMistake | undefined {
  const found = WITH_PASSWORD.exec(text) ?? TOKEN_ALONE.exec(text) ?? WITHOUT_SCHEME.exec(text);
  return mistakeAt(text, found, `A password in this address would be in ${where}`, how);
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

export const mountOptionsMistake = (text: string): NotationMistake | undefined =>
  mistakeAt(
    text,
    IN_OPTIONS.exec(text),
    `A password in these options would be in ${code('/etc/fstab')}, which everybody reads, and in the records of runs`,
    `a file for root alone, as ${code('username=NAME')} and ${code('password=PASSWORD')}, which the option ${code('credentials=FILE')} names`,
  );
