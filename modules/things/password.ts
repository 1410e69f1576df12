// Passwords as fields say them: secret variables that go to a host as bytes, and versions, because what a host keeps of a
// password can't be compared with a secret without telling something of it.
import type { ContentRef, Difference, FieldSchema, Refusal, Spec } from '../contract.ts';

const DEFAULT_VERSION = '1';

/** `what`: what else there is to say of it. */
export const passwordFields = (what: string): { readonly [name: string]: FieldSchema } => ({
  password: {
    type: 'string',
    description: `Its password: a secret variable${what}. Set when it is new, when somebody else has set another one, and once more with another \`password_version\`.`,
    bytes: 'own',
    secret: true,
    defaultHint: 'left as it is',
    examples: ['${shop_password}'],
  },
  password_version: {
    type: 'string',
    description: 'Change it when the password has changed: what a host has can not be compared with a secret.',
    pattern: '^[A-Za-z0-9._-]{1,64}$',
    patternHint: 'up to 64 letters, digits, `.`, `_` and `-`',
    defaultHint: `\`"${DEFAULT_VERSION}"\``,
    examples: ['v2', '2026-11'],
  },
});

export const passwordOf = (spec: Spec): ContentRef | undefined => spec['password'] as ContentRef | undefined;
export const passwordVersionOf = (spec: Spec): string => String(spec['password_version'] ?? DEFAULT_VERSION);

export function clearTextRefusal(spec: Spec): Refusal | undefined {
  const secret = passwordOf(spec);
  if (!secret || secret.isSecret) return undefined;
  const hint = 'declare it under `vars`, as `{ secret: true, from: env }`, and write `password: "${name}"`';
  return { refused: 'the password is no secret variable, so it would be stored in clear text', hint };
}

/** A password that is there, and nobody may say more of. */
export const SOME_PASSWORD = 'another';

/** (of two that nobody may say more of, that they are two) */
export const passwordDifference = (from: string, to: string): Difference => {
  const areTwo = from === SOME_PASSWORD && to === SOME_PASSWORD;
  return { what: 'password', from: areTwo ? 'one' : from, to };
};
