// Bytes that a project's specs ask for: named here, read and hashed outside (disk/contents.ts), and put in as references.
import type { ContentRef, FieldSchema, Spec } from '../modules/contract.ts';
import type { Place, Project, Resource } from './project.ts';

export type WantedBytes = {
  readonly address: string;
  readonly field: string;
  readonly how: NonNullable<FieldSchema['bytes']>;
  /** The text itself, or the path of the file that has the bytes. */
  readonly value: string;
  readonly place: Place;
};

/** The bytes of a project, by what asked for them. */
export type Contents = {
  readonly refs: ReadonlyMap<string, ContentRef>;
  bytes(sha256: string): Uint8Array | undefined;
};

export const contentKey = (address: string, field: string): string => `${address} ${field}`;

function wantedOf(resource: Resource): WantedBytes[] {
  const wanted: WantedBytes[] = [];
  for (const [field, schema] of Object.entries(resource.module.spec.fields)) {
    const value = resource.spec[field];
    if (schema.bytes === undefined || typeof value !== 'string') continue;
    wanted.push({ address: resource.address, field, how: schema.bytes, value, place: resource.place });
  }
  return wanted;
}

export function wantedBytes(project: Project): readonly WantedBytes[] {
  return project.resources.flatMap(wantedOf);
}

/** The spec as modules see it: every field of bytes has become one `content` reference. */
export function specWithContents(resource: Resource, contents: Contents): Spec {
  const spec: Record<string, Spec[string]> = { ...resource.spec };
  for (const wanted of wantedOf(resource)) {
    const ref = contents.refs.get(contentKey(wanted.address, wanted.field));
    if (!ref) throw new Error(`the bytes of ${wanted.address} (${wanted.field}) were not loaded`);
    delete spec[wanted.field];
    spec['content'] = { sha256: ref.sha256, size: ref.size };
  }
  return spec;
}
