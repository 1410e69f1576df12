// Modules with hostile texts in their fields, and what the engine would do for each: made like a plan, from the resources of the
// pages and the worlds that all modules are tried in.
import { createHash, randomBytes } from 'node:crypto';
import { type Contents, contentKey, specWithContents, wantedBytes } from '../../engine/contents.ts';
import type { RunResource } from '../../engine/host.ts';
import { moveTo } from '../../engine/move.ts';
import type { Resource } from '../../engine/project.ts';
import { type FieldSchema, isRefusal, type Json, type Module, type Spec } from '../../modules/contract.ts';
import { hostileTexts } from './hostile.ts';
import { resourcesOfPages, worlds, worldsOfFiles } from './worlds.ts';

const MEGABYTE = 1_048_576;
const PAGES = resourcesOfPages().flat();

export type Tried = {
  readonly field: string;
  readonly text: string;
  readonly resource: Resource;
  /** Undefined where it never comes to a step. */
  readonly way: Way | undefined;
};

const TAKING_TEXT: readonly string[] = ['string', 'array', 'object'];

/** A resource of a page with this value in this field, and without what may not stand beside it. */
function withField(field: string, value: Json, { name }: { readonly name: string }): Resource | undefined {
  const known = PAGES.filter(({ module }) => module.name === name);
  const base = known.find(({ spec }) => field in spec) ?? known[0];
  if (base === undefined) return undefined;
  const rivals = (base.module.spec.oneOf ?? []).filter((group) => group.includes(field)).flat();
  const others = Object.entries(base.spec).filter(([other]) => !rivals.includes(other));
  return { ...base, spec: { ...Object.fromEntries(others), [field]: value } };
}

/** A text in all the ways that the field takes one. */
function triedWith(module: Module, field: string, text: string): readonly Tried[] {
  const values: { readonly [type: string]: readonly Json[] } = {
    array: [[text]],
    object: [{ MARKED: text }, { [text]: 'x' }],
  };
  return (values[module.spec.fields[field]?.type ?? ''] ?? [text]).flatMap((value) => {
    const resource = withField(field, value, module);
    return resource === undefined ? [] : [{ field, text, resource, way: wayOf(resource) }];
  });
}

const comesToStep = ({ way }: Tried): boolean => way !== undefined && way.run.forward.length > 0;

/** A field with the worst texts that it takes and that the module does not refuse; with those that it refuses, if it does all. */
function triedIn(module: Module, field: string, limit: number): readonly Tried[] {
  const taken: Tried[][] = [];
  const refused: Tried[][] = [];
  for (const text of hostileTexts(module.spec.fields[field] as FieldSchema)) {
    if (taken.length === limit) break;
    const tried = [...triedWith(module, field, text)];
    (tried.some(comesToStep) ? taken : refused).push(tried);
  }
  return (taken.length > 0 ? taken : refused.slice(0, limit)).flat();
}

/** The fields of a module that take texts of any kind. */
export const textFieldsOf = ({ spec }: Module): readonly string[] =>
  Object.entries(spec.fields).flatMap(([field, { type }]) => (TAKING_TEXT.includes(type) ? [field] : []));

/** Every field of a module with the worst that it takes. */
export const triedOf = (module: Module, limit: number): readonly Tried[] =>
  textFieldsOf(module).flatMap((field) => triedIn(module, field, limit));

/**
 * The bytes of inline texts are they; those of files beside the text are a megabyte of chance. `areSecret`: what may be a secret is
 * one, behind a line of chance.
 */
export function bytesFor(resource: Resource, areSecret = false): Contents {
  const refs = new Map<string, { sha256: string; size: number; isSecret?: true }>();
  const blobs = new Map<string, Uint8Array>();
  const keep = (bytes: Uint8Array) => {
    const ref = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
    blobs.set(ref.sha256, bytes);
    return ref;
  };
  for (const wanted of wantedBytes({ resources: [resource] })) {
    const isFile = wanted.how === 'local-file' || wanted.how === 'template';
    const isSecret = areSecret && resource.module.spec.fields[wanted.field]?.secret === true;
    const bytes = isFile ? randomBytes(MEGABYTE) : Buffer.from(isSecret ? `chance\n${wanted.value}` : wanted.value);
    refs.set(contentKey(wanted), { ...keep(bytes), ...(isSecret && { isSecret: true as const }) });
  }
  return { refs, bytes: (sha256) => blobs.get(sha256), make: (text) => keep(Buffer.from(text)) };
}

export type Way = {
  readonly run: RunResource;
  readonly contents: Contents;
  readonly spec: Spec;
};

/**
 * What the engine would do for it, from the first world in which it takes a step, or at least acts; undefined if it is always
 * refused. `refusals` gets the words of those.
 */
export function wayOf(resource: Resource, refusals = new Set<string>()): Way | undefined {
  const { module } = resource;
  let acts: Way | undefined;
  for (const areSecret of [false, true]) {
    const contents = bytesFor(resource, areSecret);
    const spec = specWithContents(resource, contents);
    const tools = { bytes: (text: string) => contents.make(text), changesBefore: true };
    for (const now of [...worlds(module, spec), ...worldsOfFiles(module, spec)]) {
      const wanted = module.want(spec, now, tools);
      if (isRefusal(wanted)) {
        refusals.add(wanted.refused);
        continue;
      }
      const { run } = moveTo({ resource, spec }, now, wanted, { isTriggered: true });
      const way = run && { run: { ...run, needs: [], retries: 0 }, contents, spec };
      if (run && run.forward.length > 0) return way;
      acts ??= way;
    }
  }
  return acts;
}
