// Reads the variables of a project: plain values, which may refer to each other, and secrets, which are never values.
import { check } from './check.ts';
import { secretForm, variableField } from './forms.ts';
import type { Declaration, Gathered } from './gather.ts';
import { type Problem, problemAt } from './problem.ts';
import { code, replace } from './sentences.ts';
import { childOf } from './tree.ts';
import { variable as validateVariable } from './validators.generated.js';
import { expand, referencesIn, type Variable } from './values.ts';

/** A variable can be set from the environment, so its name must be one there. */
const NAME_PATTERN = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** How many variables may refer to each other in a row. */
const CHAIN_LIMIT = 32;

type Reading = {
  readonly gathered: Gathered;
  readonly variables: Map<string, Variable>;
  readonly inProgress: string[];
  readonly problems: Problem[];
};

export function readVariables(gathered: Gathered, problems: Problem[]): ReadonlyMap<string, Variable> {
  const reading: Reading = { gathered, variables: new Map(), inProgress: [], problems };
  for (const [name, declaration] of gathered.variables) read(reading, name, declaration);
  return reading.variables;
}

/** Reads a variable after the ones that it refers to. */
function read(reading: Reading, name: string, declaration: Declaration): void {
  const { variables, inProgress, problems } = reading;
  if (variables.has(name)) return;
  const { source, entry } = declaration;
  inProgress.push(name);
  for (const reference of entry.value.kind === 'scalar' ? referencesIn(source, entry.value) : []) {
    const needed = reading.gathered.variables.get(reference.name);
    if (needed === undefined || reference.literal) continue;
    const isCycle = inProgress.includes(reference.name);
    if (isCycle || inProgress.length > CHAIN_LIMIT) {
      const around = [...inProgress.slice(inProgress.indexOf(reference.name)), reference.name].map(code).join(' → ');
      const message = isCycle
        ? `${code(name)} depends on itself: ${around}`
        : `More than ${CHAIN_LIMIT} variables refer to each other in a row here`;
      problems.push(problemAt(source, reference, 'cycle', message));
      variables.set(name, { kind: 'broken' });
    } else {
      read(reading, reference.name, needed);
    }
  }
  inProgress.pop();
  if (!variables.has(name)) variables.set(name, readOne(reading, name, declaration));
}

function readOne(reading: Reading, name: string, { source, entry }: Declaration): Variable {
  const { variables, problems } = reading;
  const broken: Variable = { kind: 'broken' };
  if (!NAME_PATTERN.test(name)) {
    const message = `${code(name)} can't be the name of a variable`;
    const better = name.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d|$)/, '_');
    const suggestion = 'Letters, digits and `_` only, so that it can be set from the environment.';
    problems.push(
      problemAt(source, entry.key, 'wrong-value', message, { suggestion, fix: replace(entry.key, better) }),
    );
  }
  const unknown = new Set<typeof entry.value>();
  const value = expand({ source, variables, problems, unknown, secretsAt: [] }, entry.value);
  const subject = {
    source,
    form: secretForm,
    field: variableField,
    title: code(name),
    anchor: entry.key,
    node: entry.value,
    value,
    unknown,
  };
  if (!check(subject, validateVariable, problems) || unknown.size > 0) return broken;
  if (typeof value !== 'object') return { kind: 'plain', value };
  return readSecret(name, { source, entry }, problems);
}

function readSecret(name: string, { source, entry }: Declaration, problems: Problem[]): Variable {
  const from = childOf(entry.value, 'from');
  const secret = childOf(entry.value, 'secret');
  if (secret?.kind === 'scalar' && secret.value === false) {
    const suggestion = `A variable that is no secret is written ${code(`${name}: its value`)}.`;
    problems.push(problemAt(source, secret, 'wrong-value', '`secret` must be `true`', { suggestion }));
    return { kind: 'broken' };
  }
  return { kind: 'secret', from: from?.kind === 'scalar' && from.value === 'prompt' ? 'prompt' : 'env' };
}
