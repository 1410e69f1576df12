// The documents that can be looked at and not written: files and states of hosts, plans, runs, what a host printed. Which there
// are, where they are, and which two of them make a diff. Pure: it may not import vscode, nor fetch anything.

import type { HostFailure, ProjectPlan, ResourceChange } from '../../engine/result.ts';
import type { JsonObject, State } from '../../modules/contract.ts';
import { diffTitle } from './diff.ts';
import { failureMessage } from './failure.ts';
import type { Asked } from './request.ts';
import { say } from './spoken.ts';
import { isChange, plansOf } from './words.ts';

/** More of them at once are no overview. */
export const DIFFS_MAX = 100;

type Side = 'now' | 'wanted';

export type RemoteDocument = { readonly folder: string } & (
  | { readonly is: 'file'; readonly host: string; readonly path: string; readonly side: Side }
  /** What is different about a resource besides the bytes of its files. */
  | { readonly is: 'resource'; readonly host: string; readonly address: string; readonly side: Side }
  /** All things that a plan is about. */
  | { readonly is: 'state'; readonly host: string; readonly side: Side }
  | { readonly is: 'plan'; readonly name: string }
  /** What a host printed when something failed. */
  | { readonly is: 'output'; readonly host: string }
  | { readonly is: 'run'; readonly host: string; readonly run: string }
);

/** It keeps a file's ending, so that the editor colours both sides as what they are. */
export function pathOf(document: RemoteDocument): string {
  switch (document.is) {
    case 'file':
      return `/${document.host}${document.path}`;
    case 'resource':
      return `/${document.host}/${document.address}`;
    case 'state':
      return `/${document.host}/state.json`;
    case 'plan':
      return `/${document.name} plan`;
    case 'output':
      return `/${document.host}/output`;
    case 'run':
      return `/${document.host}/run ${document.run}`;
  }
}

export type DiffPair = { readonly title: string; readonly now: RemoteDocument; readonly wanted: RemoteDocument };

type About = Pick<Asked, 'hosts' | 'address' | 'path'>;

function changePairs(folder: string, host: string, change: ResourceChange, path: string | undefined): DiffPair[] {
  const files = change.contents
    .filter((content) => path === undefined || content.path === path)
    .map((content): DiffPair => {
      const file = { folder, is: 'file', host, path: content.path } as const;
      return {
        title: diffTitle(host, content.path),
        now: { ...file, side: 'now' },
        wanted: { ...file, side: 'wanted' },
      };
    });
  if (path !== undefined || otherDifferences(change).length === 0) return files;
  const { address } = change;
  const resource = { folder, is: 'resource', host, address } as const;
  const title = say`${address} on ${host}: now ↔ wanted`;
  return [...files, { title, now: { ...resource, side: 'now' }, wanted: { ...resource, side: 'wanted' } }];
}

/** The diffs of all that a plan would change, of what is asked about. */
export function pairsOf(folder: string, plan: ProjectPlan, { hosts, address, path }: About): readonly DiffPair[] {
  return plansOf(plan)
    .filter(({ host }) => hosts?.includes(host) ?? true)
    .flatMap(({ host, changes }) =>
      changes
        .filter((change) => isChange(change) && (address === undefined || change.address === address))
        .flatMap((change) => changePairs(folder, host, change, path)),
    );
}

/** (the bytes of a file have a diff of their own) */
const otherDifferences = ({ differences, contents }: ResourceChange): ResourceChange['differences'] =>
  contents.length === 0 ? differences : differences.filter(({ what }) => what !== 'content');

export const resourceText = (change: ResourceChange | undefined, side: Side): string =>
  (change ? otherDifferences(change) : [])
    .map(({ what, from, to }) => `${what}: ${side === 'now' ? from : to}\n`)
    .join('');

/** Keys in an order of their own make no difference. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

export const stateText = (state: State): string => `${JSON.stringify(sorted(state), undefined, 2)}\n`;

/** The line, from 0, at which the output begins: what went wrong stands above it. */
export const OUTPUT_STARTS_AT = 2;

/** What a host printed when something failed. */
export const outputText = (failure: HostFailure | undefined): string =>
  (failure ? [failureMessage(failure), '', ...failure.output] : [say`(nothing failed there since)`])
    .map((line) => `${line}\n`)
    .join('');

type Recorded = { readonly address: string; readonly before: State; readonly after: State };

function fieldsText(state: JsonObject): string {
  const fields = Object.entries(state).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return fields
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

/** What a run did, as its host recorded it: each thing before and after. Equal runs give equal texts. */
export function runText(resources: readonly Recorded[]): string {
  const lines = resources.flatMap(({ address, before, after }) => {
    const things = Object.entries(after).flatMap(([thing, state]) => [
      `    ${thing}`,
      say`        before: ${fieldsText(before[thing as keyof State] ?? {})}`,
      say`        after:  ${fieldsText(state)}`,
    ]);
    return [address, ...things];
  });
  return lines.map((line) => `${line}\n`).join('');
}
