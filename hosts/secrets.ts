// From where a secret comes to the secret itself, at the moment when it is needed and not before.
import { HostError } from '../engine/host.ts';
import type { SecretSource } from '../engine/project.ts';
import type { Asker, SecretQuestion } from './asker.ts';

/** What a variable of the text is called in the environment. */
const VARIABLE_PREFIX = 'VK_VAR_';

export async function revealSecret(
  source: SecretSource,
  question: SecretQuestion,
  asker: Asker,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const where = `${source.place.file}:${source.place.line}:${source.place.column}`;
  if (source.from === 'text') return source.text;
  const variable = VARIABLE_PREFIX + source.name;
  const value = environment[variable];
  if (value !== undefined) return value;
  if (source.from === 'env') {
    throw new HostError(
      'login-refused',
      question.host,
      `the secret \`${source.name}\` (${where}) comes from the environment, where ${variable} is not set`,
      `set ${variable} in the environment or in the .env beside the text`,
    );
  }
  const told = await asker.secret(question);
  if (told !== undefined) return told;
  throw new HostError(
    'login-refused',
    question.host,
    `nobody told the secret \`${source.name}\` (${where})`,
    `run it at a terminal, or set ${variable} in the environment`,
  );
}
