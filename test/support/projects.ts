// Projects for tests of the engine, made without the language: what is tested there begins after the text.
import { createHash } from 'node:crypto';
import { type Contents, contentKey, type LoadedRef, wantedBytes } from '../../engine/contents.ts';
import type { HostSettings, Policy, Project, Resource } from '../../engine/project.ts';
import type { Spec, Tree } from '../../modules/contract.ts';
import { modules } from '../../modules/index.generated.ts';

export type Declared = { readonly [address: string]: Spec & { readonly after?: readonly string[] } };

const PLACE = { file: 'test.vk.yaml', line: 1, column: 1 };

export function hostSettings(name: string, more: Partial<HostSettings> = {}): HostSettings {
  return {
    name,
    via: 'local',
    address: name,
    port: undefined,
    user: undefined,
    identity: undefined,
    password: undefined,
    jump: undefined,
    sudo: undefined,
    knownHosts: undefined,
    groups: [],
    after: [],
    protected: false,
    place: PLACE,
    ...more,
  };
}

export function projectOf(declared: Declared, hosts: readonly HostSettings[], policy: Partial<Policy> = {}): Project {
  const resources = Object.entries(declared).map(([address, { after = [], ...spec }], index): Resource => {
    const [moduleName = '', name = ''] = address.split('.');
    const module = modules.find((candidate) => candidate.name === moduleName);
    if (!module) throw new Error(`no module ${moduleName}`);
    const place = { ...PLACE, line: index + 2 };
    return {
      address,
      module,
      name,
      spec,
      hosts: hosts.map((host) => host.name),
      after: after as readonly string[],
      restartOn: [],
      preventDestroy: false,
      runAs: undefined,
      timeoutSeconds: undefined,
      retries: undefined,
      place,
    };
  });
  return {
    name: 'test',
    hosts: new Map(hosts.map((host) => [host.name, host])),
    groups: new Map(),
    resources,
    policy: { parallel: 10, onFailure: 'rollback', confirmSeconds: undefined, retries: 0, ...policy },
  };
}

/** A folder beside a text, and what its files have. */
export type Folder = { readonly tree: Tree; readonly texts: readonly string[] };

/** The bytes of inline contents, and of the folders that are given; tests of files beside the text belong to disk/. */
export function contentsOf(
  project: Pick<Project, 'resources' | 'part'>,
  folders: ReadonlyMap<string, Folder> = new Map(),
): Contents {
  const refs = new Map<string, LoadedRef>();
  const blobs = new Map<string, Uint8Array>();
  const resources = [...project.resources, ...(project.part?.leftOut ?? [])];
  for (const wanted of wantedBytes({ resources })) {
    if (wanted.how === 'local-tree') {
      const { tree, texts } = folders.get(wanted.value) ?? { tree: [], texts: [] };
      refs.set(contentKey(wanted), { sha256: sha256Of(JSON.stringify(tree)), size: 0, tree });
      for (const text of texts) blobs.set(sha256Of(text), Buffer.from(text));
      continue;
    }
    const bytes = Buffer.from(wanted.value);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    refs.set(contentKey(wanted), { sha256, size: bytes.length });
    blobs.set(sha256, bytes);
  }
  const make = (text: string) => {
    const bytes = Buffer.from(text);
    const ref = { sha256: sha256Of(text), size: bytes.length };
    blobs.set(ref.sha256, bytes);
    return ref;
  };
  return { refs, bytes: (sha256) => blobs.get(sha256), make };
}

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
