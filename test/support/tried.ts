// Modules with hostile texts in their fields, and what the engine would do for each: made like a plan, from the resources of the
// pages and the worlds that all modules are tried in.
import { createHash, randomBytes } from 'node:crypto';
import { type Contents, contentKey, specWithContents, wantedBytes } from '../../engine/contents.ts';
import type { RunResource } from '../../engine/host.ts';
import { moveTo } from '../../engine/move.ts';
import type { Resource } from '../../engine/project.ts';
import { isRefusal, type Json, type Module, type Spec } from '../../modules/contract.ts';
import { hostileTexts } from './hostile.ts';
import { resourcesOfPages, worlds } from './worlds.ts';

const MEGABYTE = 1_048_576;
const PAGES = resourcesOfPages().flat();

export type Tried = { readonly field: string; readonly text: string; readonly resource: Resource };

/** A resource of a page with this value in this field, and without what may not stand beside it. */
function withField(field: string, value: Json, { name }: { readonly name: string }): Resource | undefined {
  const known = PAGES.filter(({ module }) => module.name === name);
  const base = known.find(({ spec }) => field in spec) ?? known[0];
  if (base === undefined) return undefined;
  const rivals = (base.module.spec.oneOf ?? []).filter((group) => group.includes(field)).flat();
  const others = Object.entries(base.spec).filter(([other]) => !rivals.includes(other));
  return { ...base, spec: { ...Object.fromEntries(others), [field]: value } };
}

/** Every field of a module with the worst that it takes. */
export function triedOf(module: Module, limit: number): readonly Tried[] {
  return Object.entries(module.spec.fields).flatMap(([field, schema]) => {
    const texts = ['string', 'array', 'object'].includes(schema.type) ? hostileTexts(schema, limit) : [];
    return texts.flatMap((text) => {
      const values: { readonly [type: string]: readonly Json[] } = {
        array: [[text]],
        object: [{ MARKED: text }, { [text]: 'x' }],
      };
      return (values[schema.type] ?? [text]).flatMap((value) => {
        const resource = withField(field, value, module);
        return resource === undefined ? [] : [{ field, text, resource }];
      });
    });
  });
}

/** The bytes of inline texts are they; those of files beside the text are a megabyte of chance. */
export function bytesFor(resource: Resource): Contents {
  const refs = new Map<string, { sha256: string; size: number }>();
  const blobs = new Map<string, Uint8Array>();
  const keep = (bytes: Uint8Array) => {
    const ref = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
    blobs.set(ref.sha256, bytes);
    return ref;
  };
  for (const wanted of wantedBytes({ resources: [resource] })) {
    const isFile = wanted.how === 'local-file' || wanted.how === 'template';
    refs.set(contentKey(wanted), keep(isFile ? randomBytes(MEGABYTE) : Buffer.from(wanted.value)));
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
 * refused.
 */
export function wayOf(resource: Resource): Way | undefined {
  const contents = bytesFor(resource);
  const spec = specWithContents(resource, contents);
  const { module } = resource;
  const tools = { bytes: (text: string) => contents.make(text), changesBefore: true };
  let acts: Way | undefined;
  for (const now of worlds(module, spec)) {
    const wanted = module.want(spec, now, tools);
    if (isRefusal(wanted)) continue;
    const { run } = moveTo({ resource, spec }, now, wanted, { isTriggered: true });
    const way = run && { run: { ...run, needs: [], retries: 0 }, contents, spec };
    if (run && run.forward.length > 0) return way;
    acts ??= way;
  }
  return acts;
}
