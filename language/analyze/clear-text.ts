// Secrets that stand in the text itself: passwords, and variables that are called like a secret. It knows names and places,
// never whether a value is one.
import type { Collector } from '../analysis.ts';
import { wholeReference } from '../expand.ts';
import { faultAt } from '../fault.ts';
import { type Form, fieldIn } from '../form.ts';
import type { Scope, VariableInfo } from '../scope.ts';
import { code } from '../sentences.ts';
import { childOf, type Entry, entriesOf, type Node } from '../tree.ts';
import { environmentName } from '../variable-info.ts';

type Told = Pick<Collector, 'declaration' | 'faults'>;

/** How the names of secrets end, in words: `db_password`, `apiToken`, `deploy_private_key`. */
const ENDINGS = [
  ...['password', 'passwd', 'passphrase', 'pwd', 'secret', 'token', 'credential', 'credentials'],
  ...['api key', 'apikey', 'private key', 'access key', 'secret key'],
];

const isCalledLikeSecret = (name: string): boolean => {
  const words = name.replaceAll(/([a-z])(?=[A-Z])/g, '$1 ').replaceAll(/[_.-]+/g, ' ');
  return ENDINGS.some((ending) => ` ${words.toLowerCase()}`.endsWith(` ${ending}`));
};

/** A value that somebody wrote down: neither taken from elsewhere nor the path of a file that has it. */
const isWritten = (node: Node | undefined): node is Node =>
  node?.kind === 'scalar' &&
  (typeof node.value === 'number' || (typeof node.value === 'string' && /^(?!\/|.*\$\{)./s.test(node.value)));

/** The value of a variable that is called like a secret, where it stands in the text. */
export function clearSecretIn({ key, value }: Entry): Node | undefined {
  if (!isCalledLikeSecret(key.name)) return undefined;
  const given = value.kind === 'map' ? childOf(value, 'default') : value;
  return isWritten(given) ? given : undefined;
}

export function tellSecretVariable({ declaration, faults }: Told, entry: Entry): void {
  const node = clearSecretIn(entry);
  if (node === undefined) return;
  const { name } = entry.key;
  const message = `${code(name)} is called like a secret, and stands here in clear text: everyone who can read the file can read it`;
  const from = `set ${code(environmentName(name))}, in the environment or in ${code('.env')}`;
  const suggestion = `Leave it empty and ${from}; as ${code('{ secret: true, from: env }')} it is never shown either.`;
  faults.push(faultAt(declaration.piece, node, 'secret-in-clear-text', message, { suggestion }));
}

/** The `vars` of a host or a group. */
export function tellOwnSecrets(told: Told): void {
  for (const entry of entriesOf(childOf(told.declaration.entry.value, 'vars'))) tellSecretVariable(told, entry);
}

export function tellClearText({ declaration, faults }: Told, node: Node, what = 'This password'): void {
  const message = `${what} stands here in clear text: everyone who can read the file can read it`;
  const suggestion = 'Declare a secret under `vars`, as `{ secret: true, from: env }`, and refer to it as `${name}`.';
  faults.push(faultAt(declaration.piece, node, 'secret-in-clear-text', message, { suggestion }));
}

/** (A variable that is called like a secret is told where its value stands; the environment gives one without a word.) */
const isToldThere = ({ declaration: { entry, kind } }: VariableInfo): boolean => {
  const isEmpty = entry.value.kind === 'scalar' && (entry.value.value === null || entry.value.value === '');
  return isEmpty || (kind === 'variable' && clearSecretIn(entry) !== undefined);
};

/** A password that is taken from a variable whose value stands in the text. */
export function tellClearVariable({ declaration, faults }: Told, node: Node, variable: VariableInfo): void {
  if (isToldThere(variable)) return;
  const { name } = variable;
  const message = `${code(name)} is a password, and its value stands under ${code('vars')} in clear text`;
  const suggestion = `Declare it there as ${code('{ secret: true, from: env }')}.`;
  faults.push(faultAt(declaration.piece, node, 'secret-in-clear-text', message, { suggestion }));
}

/** Fields that are made for secrets, where they or what stands in them is called like one. */
export function tellSecretFields(told: Told, scope: Pick<Scope, 'variable'>, form: Form): void {
  for (const entry of entriesOf(told.declaration.entry.value)) {
    if (!fieldIn(form, entry.key.name)?.secret) continue;
    for (const { key, value } of [entry, ...entriesOf(entry.value)]) {
      if (!isCalledLikeSecret(key.name) || value.kind !== 'scalar') continue;
      const name = wholeReference(String(value.value));
      const variable = name === undefined ? undefined : scope.variable(name);
      if (variable?.value.kind === 'plain') tellClearVariable(told, value, variable);
      else if (isWritten(value)) tellClearText(told, value, code(key.name));
    }
  }
}
