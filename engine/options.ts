// What a run's program says of its resources beyond their steps: tries, time, user, what they build upon, how they leave
// things. Pure text work, for compile.ts.
import { type ContentRef, probeOf, quote, type ThingId } from '../modules/contract.ts';
import { typeOf } from '../modules/things/index.ts';
import type { RunRequest, RunResource } from './host.ts';

/** The bytes that a resource needs on the host. */
export const bytesOf = ({ forward, acts }: RunResource): readonly ContentRef[] => [
  ...forward.flatMap(({ thing, to, validate }) => [
    ...typeOf(thing).needs(to),
    ...(validate?.content ? [validate.content] : []),
  ]),
  ...acts.flatMap(({ thing, to }) => typeOf(thing).needs(to)),
];

export const runsApart = ({ runAs, timeoutSeconds }: RunResource): boolean =>
  runAs !== undefined || timeoutSeconds !== undefined;

/** So much is copied in no time. */
const QUICK_BYTES = 1_048_576;

/** People need not be told when it begins: it is over. */
function isQuick(resource: RunResource): boolean {
  const { forward, acts, retries } = resource;
  const isOfPaths = forward.every(({ thing, validate }) => probeOf(thing).type === 'path' && validate === undefined);
  const bytes = bytesOf(resource).reduce((sum, { size }) => sum + size, 0);
  return isOfPaths && acts.length === 0 && retries === 0 && !runsApart(resource) && bytes <= QUICK_BYTES;
}

/** What is said of a resource beyond its steps, where there is anything to say. */
export function optionsCase(resources: readonly RunResource[]): string {
  const cases = resources.flatMap((resource, index) => {
    const { needs, retries, timeoutSeconds, runAs } = resource;
    const blobs = runAs === undefined ? [] : bytesOf(resource).map(({ sha256 }) => sha256);
    const words = [
      needs.length > 0 ? `v_needs='${needs.map((need) => need + 1).join(' ')}'` : '',
      retries > 0 ? `v_retries=${retries}` : '',
      timeoutSeconds === undefined ? '' : `v_seconds=${timeoutSeconds}`,
      runAs === undefined ? '' : `v_as=${quote(runAs)}`,
      blobs.length > 0 ? `v_blobs='${blobs.join(' ')}'` : '',
      isQuick(resource) ? '' : 'v_slow=yes',
    ].filter((word) => word !== '');
    return words.length === 0 ? [] : [`${index + 1}) ${words.join(' ')} ;;`];
  });
  return cases.length === 0 ? 'v_options() { :; }' : `v_options() { case $1 in\n${cases.join('\n')}\nesac; }`;
}

/** How each resource leaves the things that it changes, as the host answers for them. */
export function madeCase(request: RunRequest, things: readonly ThingId[]): string {
  const places = new Map(things.map((id, index) => [id, index]));
  const cases = request.resources.map(({ forward }, index) => {
    const last = new Map(forward.map(({ thing, to }) => [thing, to]));
    const lines = [...last].map(([thing, to]) => quote(`${places.get(thing)}\t${typeOf(thing).print(to)}`));
    return `${index + 1}) printf '%s\\n' ${lines.join(' ')} ;;`;
  });
  return `v_made() { case $1 in\n${cases.join('\n')}\nesac; }`;
}
