// What a template is filled with, and what is wrong with one that a resource names. The template itself is read by
// others; what is known of it comes from outside.
import type { Json, JsonObject } from '../../modules/contract.ts';
import { Collector } from '../analysis.ts';
import { Expander, isObject } from '../expand.ts';
import type { Each } from '../expansion.ts';
import { parseExpression } from '../expression.ts';
import { FACTS } from '../facts.ts';
import { type FaultExtras, faultAt } from '../fault.ts';
import { type Form, fieldIn } from '../form.ts';
import type { ProblemCode } from '../problem.ts';
import { HOST_FIELDS } from '../references.ts';
import type { Scope, TemplateUse } from '../scope.ts';
import { code, listed, meantOr, PLACE_OF_SECRETS } from '../sentences.ts';
import { ownVariableFor } from '../template-habits.ts';
import type { Span } from '../text.ts';
import { entriesOf, type Node } from '../tree.ts';

/** What a template may name beside variables. */
const ROOTS: readonly string[] = ['host', 'group', 'fact', 'each', 'each_key'];

/** The path of the template that a resource has. */
export function templateOf(form: Form, spec: JsonObject): string | undefined {
  const field = Object.keys(spec).find((name) => fieldIn(form, name)?.bytes === 'template');
  const path = field === undefined ? undefined : spec[field];
  return typeof path === 'string' ? path : undefined;
}

const useOf = (scope: Scope, path: string): TemplateUse | undefined => scope.template(path.replace(/^\.\//, ''));

/** (only who names facts depends on them) */
const namesFacts = (scope: Scope, path: string | undefined): boolean =>
  path !== undefined && useOf(scope, path)?.variables.some(({ name }) => name === 'fact') === true;

/** Its template names facts, and its host has not told them yet. */
export function lacksFacts(expander: Expander, form: Form, spec: JsonObject): boolean {
  const { scope, circumstances } = expander;
  if (!namesFacts(scope, templateOf(form, spec))) return false;
  if (scope.knowsFacts()) expander.varies = true;
  return scope.factsOf(circumstances.host ?? '') === undefined;
}

type For = { readonly host: string; readonly each: Each | undefined; readonly template: string };

/** Everything that a template may name, on one host and for one instance. Secrets are not among it. */
export function templateData(collector: Collector, scope: Scope, { host, each, template }: For): JsonObject {
  const expander = new Expander(scope, new Collector(collector.declaration), { host, each });
  const data: Record<string, Json> = {};
  for (const name of scope.variableNames()) {
    const info = scope.variable(name);
    const own = info?.onHosts.get(host)?.json ?? (info?.value.kind === 'plain' ? info.value.json : undefined);
    if (own !== undefined) data[name] = own;
  }
  const fields = HOST_FIELDS.flatMap((field): [string, Json][] => {
    const found = expander.evaluate(parseExpression(`host.${field}`, 0).expression);
    return found.kind === 'value' ? [[field, found.json]] : [];
  });
  data['host'] = Object.fromEntries(fields);
  data['group'] = Object.fromEntries([...scope.hosts().groups]);
  if (namesFacts(scope, template)) data['fact'] = scope.factsOf(host) ?? {};
  if (each === undefined) return data;
  return { ...data, each: isObject(each.value) ? { key: each.key, ...each.value } : each.value, each_key: each.key };
}

/** Tells mistakes in templates, and names in them that lead nowhere, where the template is named. */
export function tellTemplates(collector: Collector, scope: Scope, form: Form, value: JsonObject): void {
  for (const { key, value: node } of entriesOf(collector.declaration.entry.value)) {
    const path = value[key.name];
    if (fieldIn(form, key.name)?.bytes !== 'template' || typeof path !== 'string') continue;
    const use = useOf(scope, path);
    if (use !== undefined) tellUse(collector, scope, node, path, use);
  }
}

/** The name of a file beside a text, as that text is called: by its path, or by its URI. */
function besideOf(file: string, path: string): string {
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  return folder + (/^[\w+.-]+:/.test(folder) ? path.split('/').map(encodeURIComponent).join('/') : path);
}

function tellUse(collector: Collector, scope: Scope, node: Node, path: string, use: TemplateUse): void {
  const { faults, declaration } = collector;
  const { piece } = declaration;
  const source = { ...use.source, file: besideOf(piece.file, path.replace(/^\.\//, '')) };
  const tell = (what: ProblemCode, { start, end }: Span, message: string, extras: FaultExtras = {}): void => {
    const related = [{ source, start, end, message: 'it is here' }];
    faults.push(faultAt(piece, node, what, message, { ...extras, related }));
  };
  for (const mistake of use.mistakes) {
    const { line, message, suggestion } = mistake;
    tell('template', mistake, `${code(path)}, line ${line}: ${message}`, { suggestion });
  }
  for (const variable of use.variables) {
    const { name, field, line } = variable;
    const of = field === undefined ? undefined : fieldsOf(scope, name, field);
    const place = `${code(path)}, line ${line}, names`;
    if (of !== undefined && !of.known.includes(of.field)) {
      const otherwise = of.known.length === 0 ? 'There is none.' : `There are ${listed(of.known.map(code), 'and')}.`;
      const { suggestion } = meantOr(of.field, of.known, node, otherwise);
      tell(of.code, variable, `${place} ${of.words}`, { suggestion });
    }
    if (ROOTS.includes(name)) continue;
    const info = scope.variable(name);
    if (info?.value.kind === 'secret') {
      const message = `${place} the secret ${code(name)}, which would be stored in clear text`;
      tell('secret-misplaced', variable, message, { suggestion: PLACE_OF_SECRETS });
    } else if (info === undefined) {
      const own = ownVariableFor(name);
      const otherwise = own === undefined ? 'Declare it under `vars`.' : `Here it is called ${code(own)}.`;
      const { suggestion } = meantOr(name, [...scope.variableNames(), ...ROOTS], node, otherwise);
      const message = `${place} ${code(name)}, and there is no such variable`;
      tell('unknown-template-variable', variable, message, { suggestion });
    }
  }
}

type OfRoot = {
  readonly field: string;
  readonly known: readonly string[];
  readonly code: ProblemCode;
  readonly words: string;
};

/** What of a host, a group or a fact is named, and what there is. */
function fieldsOf(scope: Scope, root: string, field: string): OfRoot | undefined {
  if (root === 'fact') {
    return { field, known: FACTS, code: 'unknown-fact', words: `the fact ${code(field)}, which no host tells` };
  }
  if (root === 'host') {
    const words = `${code(`host.${field}`)}, and nothing is called so of a host`;
    return { field, known: HOST_FIELDS, code: 'unknown-template-variable', words };
  }
  // (a map of groups has a size to Liquid)
  if (root !== 'group' || field === 'size') return undefined;
  const known = [...scope.hosts().groups.keys()];
  return { field, known, code: 'unknown-group', words: `the group ${code(field)}, and there is none of this name` };
}
