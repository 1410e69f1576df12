// What a run's program says of its resources beyond their steps: tries, time, user, what they build upon, how they leave
// things. Pure text work, for compile.ts.
import { type ContentRef, quote, type ThingId } from '../modules/contract.ts';
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

const bytesBack = ({ back }: RunResource): readonly ContentRef[] =>
  back.flatMap(({ thing, to }) => typeOf(thing).needs(to));

export const runsApart = ({ runAs, backAs, timeoutSeconds }: RunResource): boolean =>
  runAs !== undefined || backAs !== undefined || timeoutSeconds !== undefined;

/** Words for the shell that name these bytes, where there are any. */
const blobs = (name: string, refs: readonly ContentRef[]): string =>
  refs.length === 0 ? '' : `${name}='${[...new Set(refs.map(({ sha256 }) => sha256))].join(' ')}'`;

/** What is said of a resource beyond its steps, where there is anything to say. */
export function optionsCase(resources: readonly RunResource[]): string {
  const cases = resources.flatMap((resource, index) => {
    const { needs, retries, timeoutSeconds, runAs, backAs } = resource;
    const words = [
      needs.length > 0 ? `v_needs='${needs.map((need) => need + 1).join(' ')}'` : '',
      retries > 0 ? `v_retries=${retries}` : '',
      timeoutSeconds === undefined ? '' : `v_seconds=${timeoutSeconds}`,
      runAs === undefined ? '' : `v_as=${quote(runAs)}`,
      backAs === undefined ? '' : `v_back_as=${quote(backAs)}`,
      (runAs ?? backAs) === undefined ? '' : blobs('v_blobs', bytesOf(resource)),
      backAs === undefined ? '' : blobs('v_back_blobs', bytesBack(resource)),
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
