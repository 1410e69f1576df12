// Bytes that a project's specs ask for: named here, read and hashed outside (disk/contents.ts), and put in as references.
import {
  type ContentRef,
  type FieldSchema,
  type JsonObject,
  quote,
  type Spec,
  type Tree,
} from '../modules/contract.ts';
import type { Place, Project, Resource, SecretSource } from './project.ts';

export type WantedBytes = {
  readonly address: string;
  /** The hosts that these bytes are for: the same resource may have others on other hosts. */
  readonly hosts: readonly string[];
  readonly field: string;
  readonly how: NonNullable<FieldSchema['bytes']>;
  /** The text itself, or the path of the file that has the bytes, or that they are made of. */
  readonly value: string;
  /** What a template is filled with. */
  readonly data: JsonObject;
  readonly place: Place;
  /** The secrets that are a part of it, and the text with them: `value` is none then. */
  readonly secrets?: ReadonlyMap<string, SecretSource>;
  readonly withSecrets?: (told: ReadonlyMap<string, string>) => string;
};

/** Of a folder, the sum is that of the list of what is in it. */
export type LoadedRef = ContentRef & { readonly tree?: Tree };

/** The bytes of a project, by what asked for them. */
export type Contents = {
  readonly refs: ReadonlyMap<string, LoadedRef>;
  bytes(sha256: string): Uint8Array | undefined;
  /** Bytes that a plan itself has made: a file with one line more. They are kept with the others. */
  make(text: string): ContentRef;
  /**
   * What shows a host, or is shown by it, that somebody knows these bytes: a sum of them behind a salt that is new every time. It
   * is compared at once, and is in nothing that is kept, printed or sent on.
   */
  readonly proofs?: { readonly salt: string; of(content: ContentRef): string | undefined };
};

export const contentKey = ({ address, field, hosts }: Pick<WantedBytes, 'address' | 'field' | 'hosts'>): string =>
  `${address} ${field} ${hosts.join(' ')}`;

const NO_DATA: JsonObject = {};
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Shell that sets variables of the environment. */
function exports(entries: readonly (readonly [string, string])[]): string {
  const lines = entries.map(([name, value]) =>
    VARIABLE_NAME.test(name)
      ? `export ${name}=${quote(value)}\n`
      : `echo ${quote(`${name} can't be the name of a variable`)} >&2; exit 1\n`,
  );
  return lines.join('');
}

/** The text that a field comes to, with the secrets in it. A map is one of variables of the environment. */
function ownText(
  field: string,
  value: Spec[string] | undefined,
  told: ReadonlyMap<string, string>,
): string | undefined {
  if (typeof value === 'string') return told.get(field) ?? value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return exports(Object.entries(value).map(([name, text]) => [name, told.get(`${field}.${name}`) ?? String(text)]));
}

const NOTHING_TOLD: ReadonlyMap<string, string> = new Map();

function secretsOf({ secrets }: Resource, field: string): ReadonlyMap<string, SecretSource> {
  return new Map([...(secrets ?? [])].filter(([path]) => path === field || path.startsWith(`${field}.`)));
}

type Texts = { readonly [name: string]: string };

/** Of a map, what is secret or what is not. */
const entriesOf = (resource: Resource, field: string, areSecret: boolean): Texts => {
  const secrets = secretsOf(resource, field);
  const entries = Object.entries((resource.spec[field] ?? {}) as Texts);
  return Object.fromEntries(entries.filter(([name]) => secrets.has(`${field}.${name}`) === areSecret));
};

function wantedOf(resource: Resource): WantedBytes[] {
  const wanted: WantedBytes[] = [];
  for (const [field, schema] of Object.entries(resource.module.spec.fields)) {
    const isPart = schema.bytes === 'variables';
    const given = isPart ? entriesOf(resource, field, true) : resource.spec[field];
    const value = schema.bytes === undefined ? undefined : ownText(field, given, NOTHING_TOLD);
    if (schema.bytes === undefined || value === undefined) continue;
    const { address, hosts, place, templateData: data = NO_DATA } = resource;
    const plain = { address, hosts, field, how: schema.bytes, value, data, place };
    const secrets = secretsOf(resource, field);
    if (isPart && secrets.size === 0) continue;
    const withSecrets = (told: ReadonlyMap<string, string>): string => ownText(field, given, told) ?? '';
    wanted.push(secrets.size === 0 ? plain : { ...plain, secrets, withSecrets });
  }
  return wanted;
}

export function wantedBytes({ resources }: Pick<Project, 'resources'>): readonly WantedBytes[] {
  return resources.flatMap(wantedOf);
}

/** The spec as modules see it: every field of bytes has become a reference, `content` unless it has a name of its own. */
export function specWithContents(resource: Resource, contents: Contents): Spec {
  const spec: Record<string, Spec[string]> = { ...resource.spec };
  for (const wanted of wantedOf(resource)) {
    const ref = contents.refs.get(contentKey(wanted));
    if (!ref) throw new Error(`the bytes of ${wanted.address} (${wanted.field}) were not loaded`);
    delete spec[wanted.field];
    if (ref.tree) {
      spec['tree'] = ref.tree;
      continue;
    }
    const { sha256, size, isSecret } = ref;
    if (wanted.how === 'variables') {
      spec[wanted.field] = entriesOf(resource, wanted.field, false);
      spec['secrets'] = { sha256, size, isSecret: true, names: Object.keys(entriesOf(resource, wanted.field, true)) };
      continue;
    }
    spec[wanted.how === 'own' ? wanted.field : 'content'] = { sha256, size, ...(isSecret && { isSecret }) };
  }
  return spec;
}
