// Bytes that a project's specs ask for: named here, read and hashed outside (disk/contents.ts), and put in as references.
import type { ContentRef, FieldSchema, JsonObject, Spec } from '../modules/contract.ts';
import type { Place, Project, Resource } from './project.ts';

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
};

/** The bytes of a project, by what asked for them. */
export type Contents = {
  readonly refs: ReadonlyMap<string, ContentRef>;
  bytes(sha256: string): Uint8Array | undefined;
  /** Bytes that a plan itself has made: a file with one line more. They are kept with the others. */
  make(text: string): ContentRef;
};

export const contentKey = ({ address, field, hosts }: Pick<WantedBytes, 'address' | 'field' | 'hosts'>): string =>
  `${address} ${field} ${hosts.join(' ')}`;

const NO_DATA: JsonObject = {};

function wantedOf(resource: Resource): WantedBytes[] {
  const wanted: WantedBytes[] = [];
  for (const [field, schema] of Object.entries(resource.module.spec.fields)) {
    const value = resource.spec[field];
    if (schema.bytes === undefined || typeof value !== 'string') continue;
    const { address, hosts, place, templateData: data = NO_DATA } = resource;
    wanted.push({ address, hosts, field, how: schema.bytes, value, data, place });
  }
  return wanted;
}

export function wantedBytes(project: Project): readonly WantedBytes[] {
  return project.resources.flatMap(wantedOf);
}

/** The spec as modules see it: every field of bytes has become a reference, `content` unless it has a name of its own. */
export function specWithContents(resource: Resource, contents: Contents): Spec {
  const spec: Record<string, Spec[string]> = { ...resource.spec };
  for (const wanted of wantedOf(resource)) {
    const ref = contents.refs.get(contentKey(wanted));
    if (!ref) throw new Error(`the bytes of ${wanted.address} (${wanted.field}) were not loaded`);
    delete spec[wanted.field];
    spec[wanted.how === 'own' ? wanted.field : 'content'] = { sha256: ref.sha256, size: ref.size };
  }
  return spec;
}
