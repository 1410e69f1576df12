// From where a secret comes to the secret itself, at the moment when it is needed and not before.
import { HostError } from '../engine/host.ts';
import type { SecretSource } from '../engine/project.ts';
import type { Asker, SecretQuestion } from './asker.ts';

/** What a variable of the text is called in the environment. */
const VARIABLE_PREFIX = 'VK_VAR_';

export type Secret = {
  /** undefined when nobody is there to tell it. */
  reveal(): Promise<string | undefined>;
  /** It turned out to be wrong: what a person told is to be asked for again next time. */
  forget(): void;
};

/** A secret that the text says nothing about. */
export const askedSecret = (question: SecretQuestion, asker: Asker): Secret => ({
  reveal: () => asker.secret(question),
  forget: () => asker.forget?.(question),
});

/** A secret that the text has a source for; when that gives none, it is an error that says where it was declared. */
export function declaredSecret(
  source: SecretSource,
  question: SecretQuestion,
  asker: Asker,
  environment: NodeJS.ProcessEnv,
): Secret {
  if (source.from === 'text') return { reveal: () => Promise.resolve(source.text), forget: () => undefined };
  const prompt = `\`${source.name}\`, the ${question.prompt.replace(/^./, (first) => first.toLowerCase())}`;
  // One variable is one question, however many hosts it is for.
  const asked = source.from === 'prompt' ? { ...question, prompt, variable: source.name } : undefined;
  return {
    reveal: () => revealSecret(source, asked, question.host, asker, environment),
    forget: () => asked && asker.forget?.(asked),
  };
}

async function revealSecret(
  source: Exclude<SecretSource, { from: 'text' }>,
  question: SecretQuestion | undefined,
  host: string,
  asker: Asker,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const variable = VARIABLE_PREFIX + source.name;
  const told = environment[variable] ?? (question && (await asker.secret(question)));
  if (told !== undefined) return told;
  const where = `${source.place.file}:${source.place.line}:${source.place.column}`;
  const [words, hint] = question
    ? [
        `nobody told the secret \`${source.name}\` (${where})`,
        `tell it when you are asked, at a terminal or in the editor, or set ${variable}`,
      ]
    : [
        `the secret \`${source.name}\` (${where}) comes from the environment, where ${variable} is not set`,
        `set ${variable} in the environment or in the .env beside the text`,
      ];
  throw new HostError('secret-missing', host, words, hint);
}

/** Tells the secrets that resources have in their fields. One variable is one question, however many fields it stands in. */
export const resourceSecrets =
  (asker: Asker, environment: NodeJS.ProcessEnv) =>
  async (source: SecretSource, address: string): Promise<string> => {
    const question = { host: address, purpose: 'resource', prompt: `Secret for ${address}` };
    return (await declaredSecret(source, question, asker, environment).reveal()) ?? '';
  };
