// All that the text of a project says, as the engine takes it; or the problems that stand in the way.
import type { Group, HostSettings, Place, Policy, Project, Resource } from '../engine/project.ts';
import type { Analysis, PlaceOf, Product } from './analysis.ts';
import { POLICY_DEFAULT } from './analyze/single.ts';
import type { Declaration } from './declaration.ts';
import type { Document } from './document.ts';
import { legacyHostOf } from './legacy-host.ts';
import { LiveProject } from './live.ts';
import type { Piece } from './piece.ts';
import type { Problem } from './problem.ts';
import type { Outside } from './scope.ts';
import { problemsOf } from './shown.ts';
import { positionAt } from './text.ts';

export type ReadProject = { readonly project: Project | undefined; readonly problems: readonly Problem[] };

/** `folderName` names a project that has no name of its own. */
export function readProject(documents: readonly Document[], folderName: string, outside: Outside = {}): ReadProject {
  const live = new LiveProject(outside);
  for (const document of documents) live.add(document);
  return readLive(live, folderName);
}

export function readLive(live: LiveProject, folderName: string): ReadProject {
  const problems = problemsOf(live);
  if (problems.some((problem) => problem.severity === 'error')) return { project: undefined, problems };
  return { project: projectOf(live, folderName), problems };
}

type Found = readonly (readonly [Declaration, Analysis])[];

function projectOf(live: LiveProject, folderName: string): Project {
  const analyses = live.analyses();
  const products = <Kind extends Product['kind']>(kind: Kind) =>
    analyses.flatMap(([declaration, { product }]) =>
      product?.kind === kind ? [[declaration, product as Product & { readonly kind: Kind }] as const] : [],
    );
  const [name] = products('name').map(([, product]) => product.name);
  const [policy] = products('policy').map(([, product]) => product.policy);
  const hosts = products('host').map(([declaration, host]) => host.build(placeIn(declaration)));
  const groups = products('group').map(([declaration, group]) => group.build(placeIn(declaration)));
  return {
    name: name ?? folderName,
    hosts: byName(hosts.length > 0 ? hosts : [legacyHostOf(live, placeIn)].flatMap((host) => host ?? [])),
    groups: byName([...groups, ...impliedGroups(live, groups, hosts)]),
    resources: namingInstances(inStages(products('resources'), stages(analyses))),
    data: products('data').flatMap(([declaration, data]) => data.build(placeIn(declaration))),
    leftOut: analyses.flatMap(([declaration, { product }]) =>
      isLeftOut(declaration, product) ? [declaration.name] : [],
    ),
    asksFacts: live.dependentsOn('facts').length > 0,
    policy: policy ?? POLICY_DEFAULT,
  } satisfies { name: string; hosts: ReadonlyMap<string, HostSettings>; policy: Policy } & Project;
}

/** Understood, and carried out by nothing yet, or known on the host only: that was told. */
const isLeftOut = ({ kind }: Declaration, product: Product | undefined): boolean =>
  kind === 'resource' && !(product?.kind === 'resources' && product.isWhole);

const byName = <Named extends { readonly name: string }>(all: readonly Named[]): ReadonlyMap<string, Named> =>
  new Map(all.map((one) => [one.name, one]));

/** Groups that hosts name and nobody declares. */
function impliedGroups(
  live: LiveProject,
  declared: readonly Group[],
  hosts: readonly HostSettings[],
): readonly Group[] {
  const known = new Set(declared.map(({ name }) => name));
  return [...live.hosts().groups].flatMap(([name, members]): Group[] => {
    const first = hosts.find((host) => members.includes(host.name));
    if (known.has(name) || first === undefined) return [];
    const plain = { batch: undefined, maxFailures: undefined, canary: false, protected: false, after: [] };
    return [{ name, hosts: members, ...plain, place: first.place }];
  });
}

const partOf = ({ file, part }: Piece): string => `${file}#${part}`;

/** The stage of each document that has one. */
function stages(analyses: Found): ReadonlyMap<string, number> {
  return new Map(
    analyses.flatMap(([{ piece }, { product }]) =>
      product?.kind === 'stage' ? [[partOf(piece), product.stage] as const] : [],
    ),
  );
}

type Resources = readonly (readonly [Declaration, Product & { readonly kind: 'resources' }])[];

function inStages(resources: Resources, stageOf: ReadonlyMap<string, number>): readonly Resource[] {
  const staged = resources.map(([declaration, product]) => ({
    stage: stageOf.get(partOf(declaration.piece)) ?? 0,
    all: product.build(placeIn(declaration)),
  }));
  return staged.toSorted((one, other) => one.stage - other.stage).flatMap(({ all }) => all);
}

/** What names a resource that has instances means all of them. */
function namingInstances(resources: readonly Resource[]): readonly Resource[] {
  const instances = new Map<string, Set<string>>();
  for (const { address } of resources) {
    const base = address.replace(/\[.*$/, '');
    instances.set(base, (instances.get(base) ?? new Set()).add(address));
  }
  const all = (addresses: readonly string[]): readonly string[] => [
    ...new Set(addresses.flatMap((address) => [...(instances.get(address) ?? [address])])),
  ];
  return resources.map((resource) => ({
    ...resource,
    after: all(resource.after),
    restartOn: all(resource.restartOn),
  }));
}

/** Places as people count: 1-based, in the file. */
export function placeIn({ piece }: Declaration): PlaceOf {
  return (span): Place => {
    const { line, column } = positionAt(piece, span.start);
    return { file: piece.file, line: piece.line + line, column };
  };
}
