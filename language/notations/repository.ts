// What is wrong with the address of a repository: a password in it. Pure.
import { code } from '../sentences.ts';
import { type NotationMistake, partAt, wrong } from './mistake.ts';

/** `https://user:password@host/...`; the last `@` before the path ends it. */
const WITH_PASSWORD = /^([a-z][a-z0-9+.-]*:\/\/)([^/:@]*:[^/]*)@/i;
const TOKEN_ALONE = /^(https?:\/\/)((?:gh[a-z]_|github_pat_|glpat-)[^/:@]*)@/i;

const HOW = `Give it to the host: a ${code('file')} with the content ${code('"${name}"')}, a secret variable, as ${code('~/.git-credentials')} (with ${code('credential.helper store')}); or a deploy key. And change it: it has been seen.`;

export function repositoryMistake(text: string): NotationMistake | undefined {
  const [, scheme = '', credentials = ''] = WITH_PASSWORD.exec(text) ?? TOKEN_ALONE.exec(text) ?? [];
  if (credentials === '') return undefined;
  const part = partAt({ text, start: 0 }, scheme.length, scheme.length + credentials.length);
  const message =
    'A password in this address would be in arguments of processes and in the settings of the checkout, where others read it';
  return { ...wrong(part, message, { suggestion: HOW }), isSecret: true };
}
