// Containers as things: what one was made from, whether it runs, and how it is made again. The shell is in container.sh.
import {
  type ContentRef,
  type Difference,
  type JsonObject,
  OPEN_ANSWER,
  type Probe,
  quote,
  type Refusal,
  type State,
  type Step,
  type ThingId,
  type ThingType,
  type Tools,
  thingId,
  UNMADE,
} from '../contract.ts';
import { bytesLibrary, containerLibrary } from './shell.generated.ts';

/** What a container is made from, as its label has it: in the order of these fields, and without those that say nothing. */
export type ContainerSpec = {
  readonly image: string;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: { readonly [name: string]: string };
  /** The names of variables that are secrets; one that begins with `=` has all the bytes as its value. */
  readonly secrets?: readonly string[];
  readonly networks?: readonly string[];
  readonly restart?: string;
  readonly user?: string;
  readonly labels?: { readonly [name: string]: string };
  readonly options?: readonly string[];
};

export type ContainerState =
  | { readonly is: 'absent' | 'no-docker' | 'no-daemon' | typeof UNMADE }
  /** Somebody else made it. */
  | { readonly is: 'foreign'; readonly active: Active }
  | {
      readonly is: 'container';
      readonly active: Active;
      readonly spec: ContainerSpec;
      /** Where its secrets are, as bytes.sh names bytes; `lost` where the host does not keep them any more. */
      readonly secrets?: string;
      /** Only told: it is waited for until it is healthy. On the way back nothing is, for it may never have been. */
      readonly isAwaited?: true;
    };

export type Active = 'running' | 'stopped';

export const containerProbe = (name: string): Probe => ({ type: 'container', at: name });
export const containerId = (name: string): ThingId => thingId(containerProbe(name));

export function containerIn(state: State, name: string): ContainerState {
  const value = state[containerId(name)];
  if (!value) throw new Error(`the container ${name} was not read`);
  return value as ContainerState;
}

const SECRET = 'secret:';
const SUM = /^(secret:)?([0-9a-f]{64})$/;

type Container = Extract<ContainerState, { is: 'container' }>;

const LOST = 'lost';

/** Where nobody can tell, they count as the same. */
function hasSecretsOf(id: ThingId, { secrets: kept }: Container, { secrets }: Container, { isKept }: Tools): boolean {
  if (kept === secrets || kept === LOST) return true;
  const [ref] = refsOf(secrets);
  if (kept === undefined || ref === undefined) return false;
  return isKept?.(ref, id) ?? [kept, secrets].some((told) => told?.startsWith(SECRET));
}

/** What it is to be, of what is there as far as that will do: its secrets are new bytes in every plan. */
export function wantContainer(name: string, now: State, wanted: Container, tools: Tools): State {
  const id = containerId(name);
  const found = containerIn(now, name);
  const isMadeSo =
    found.is === 'container' && isSameSpec(found, wanted) && hasSecretsOf(id, found, wanted, tools) ? found : undefined;
  if (isMadeSo?.active === wanted.active) return now;
  return { ...now, [id]: { ...(isMadeSo ?? wanted), active: wanted.active, isAwaited: true } };
}

const isSameSpec = (one: Container, other: Container): boolean =>
  JSON.stringify(one.spec) === JSON.stringify(other.spec);

export const isSameContainer = (one: ContainerState, other: ContainerState): boolean =>
  printContainer(one) === printContainer(other);

/** What Docker takes as the name of a container, a network or a volume. */
export const DOCKER_NAME_PATTERN = '^[A-Za-z0-9][A-Za-z0-9_.-]*$';
export const DOCKER_NAME_HINT = 'letters, digits, `_`, `.` and `-`, and first a letter or a digit';

/** Why no container can be had there; what comes before it in the plan may bring Docker. */
export function dockerRefusal(is: string, tools: Pick<Tools, 'changesBefore'>): Refusal | undefined {
  if (tools.changesBefore) return undefined;
  if (is === 'no-docker') {
    return { refused: 'this host has no `docker`', hint: 'add a `package` that brings it, and `after` that names it' };
  }
  if (is !== 'no-daemon') return undefined;
  return {
    refused: 'the Docker daemon of this host does not answer',
    hint: 'add a `service` docker with `state: running`; or this login may not use it: set `sudo: true` for this host',
  };
}

const FOREIGN_ANSWER = /^foreign (running|stopped)$/;
const ANSWER = /^(running|stopped) (-|lost|(?:secret:)?[0-9a-f]{64}) (\{.*\})$/;

const isText = (value: unknown): boolean => typeof value === 'string';

/** (a label is a text that anybody could have written) */
function specIn(text: string): ContainerSpec | undefined {
  try {
    const spec = JSON.parse(text) as JsonObject;
    const isSound = Object.values(spec).every(
      (value) => isText(value) || (typeof value === 'object' && value !== null && Object.values(value).every(isText)),
    );
    return isSound && isText(spec['image']) ? (spec as ContainerSpec) : undefined;
  } catch {
    return undefined;
  }
}

function parseContainer(answer: string): ContainerState | undefined {
  if (answer === 'absent' || answer === 'no-docker' || answer === 'no-daemon') return { is: answer };
  const [, foreign] = FOREIGN_ANSWER.exec(answer) ?? [];
  if (foreign !== undefined) return { is: 'foreign', active: foreign as Active };
  const [, active, secrets = '-', text = ''] = ANSWER.exec(answer) ?? [];
  const spec = active === undefined ? undefined : specIn(text);
  if (!spec) return undefined;
  return { is: 'container', active: active as Active, spec, ...(secrets === '-' ? {} : { secrets }) };
}

function printContainer(state: ContainerState): string {
  if (state.is === 'foreign') return `foreign ${state.active}`;
  if (state.is === UNMADE) return OPEN_ANSWER;
  return state.is === 'container' ? `${state.active} ${state.secrets ?? '-'} ${JSON.stringify(state.spec)}` : state.is;
}

/** The words that follow `docker create`. */
function wordsOf(spec: ContainerSpec): readonly string[] {
  const each = (option: string, values: readonly string[] = []): readonly string[] =>
    values.map((value) => `--${option}=${value}`);
  const pairs = (map: { readonly [name: string]: string } = {}): readonly string[] =>
    Object.entries(map).map(([name, value]) => `${name}=${value}`);
  return [
    ...each('restart', spec.restart === undefined ? [] : [spec.restart]),
    ...each('publish', spec.ports),
    ...each('volume', spec.volumes),
    ...each('env', pairs(spec.environment)),
    ...each('network', spec.networks?.slice(0, 1)),
    ...each('user', spec.user === undefined ? [] : [spec.user]),
    ...each('label', pairs(spec.labels)),
    ...(spec.options ?? []),
    '--',
    spec.image,
    ...(spec.command ?? []),
  ];
}

function setContainer(name: string, to: ContainerState): string {
  const at = quote(name);
  if (to.is !== 'container') return `v_container_gone ${at}`;
  const { spec, secrets = '-' } = to;
  const active = to.active === 'running' && to.isAwaited ? 'well' : to.active;
  const label = quote(JSON.stringify(spec));
  const names = quote((spec.secrets ?? []).join(' '));
  const more = (spec.networks ?? []).slice(1);
  const make = [
    `v_container_create ${[at, label, quote(secrets), names, ...wordsOf(spec).map(quote)].join(' ')}`,
    ...(more.length === 0 ? [] : [`v_container_join ${[at, ...more.map(quote)].join(' ')}`]),
    `v_container_place ${at} ${active}`,
  ];
  return `if v_container_fits ${at} ${label} ${quote(secrets)}; then v_container_be ${at} ${active}; else ${make.join(' && ')}; fi`;
}

const refsOf = (...secrets: readonly unknown[]): readonly ContentRef[] =>
  secrets.flatMap((told): readonly ContentRef[] => {
    const [, mark, sha256] = SUM.exec(typeof told === 'string' ? told : '') ?? [];
    return sha256 === undefined ? [] : [{ sha256, size: 0, ...(mark === undefined ? {} : { isSecret: true }) }];
  });

function inWords(value: ContainerSpec[keyof ContainerSpec]): string {
  if (value === undefined) return 'none';
  if (typeof value === 'string') return value;
  const words = Array.isArray(value)
    ? (value as readonly string[]).map((word) => word.replace(/^=/, ''))
    : Object.entries(value).map(([name, text]) => `${name}=${text}`);
  return words.join(' ');
}

function differencesOf(from: ContainerState, to: ContainerState): readonly Difference[] {
  if (from.is !== 'container' || to.is !== 'container') return [];
  const fields = [...new Set([...Object.keys(from.spec), ...Object.keys(to.spec)])] as (keyof ContainerSpec)[];
  const changed = fields.filter((field) => JSON.stringify(from.spec[field]) !== JSON.stringify(to.spec[field]));
  return [
    ...(from.active === to.active ? [] : [{ what: 'is', from: from.active, to: to.active }]),
    ...(changed.includes('secrets') || from.secrets === to.secrets || from.secrets === undefined
      ? []
      : [{ what: 'what is secret', from: 'of before', to: 'other' }]),
    ...changed.map((what) => ({ what, from: inWords(from.spec[what]), to: inWords(to.spec[what]) })),
  ];
}

/** Why it is left alone. */
export const foreignRefusal = (name: string, verb: string): Refusal => ({
  refused: `there is a container ${name} that viki did not make, so it is not ${verb}`,
  hint: `choose another \`name\`; or, on the host, \`docker rm ${name}\` if nobody needs it`,
});

export function absentContainer(name: string, now: State): State | Refusal {
  const found = containerIn(now, name);
  if (found.is === 'foreign') return foreignRefusal(name, 'removed');
  // (where there is no Docker there is no container)
  if (found.is === 'no-docker') return { ...now, [containerId(name)]: { is: 'absent' } };
  return dockerRefusal(found.is, { changesBefore: false }) ?? { ...now, [containerId(name)]: { is: 'absent' } };
}

function titleOf(name: string, from: ContainerState, to: ContainerState): string {
  if (to.is !== 'container') return `remove container ${name}`;
  if (from.is !== 'container') return `run container ${name} from ${to.spec.image}`;
  if (isSameSpec(from, to) && from.secrets === to.secrets)
    return `${to.active === 'running' ? 'start' : 'stop'} container ${name}`;
  return `replace container ${name} by one from ${to.spec.image}`;
}

/** The way between two states of a container; what is lost can't be made again. */
export function containerSteps(name: string, from: State, to: State): readonly Step[] {
  const [is, asked] = [containerIn(from, name), containerIn(to, name)];
  // (what viki made says so itself)
  const wanted: ContainerState = asked.is !== UNMADE ? asked : is.is === 'container' ? { is: 'absent' } : is;
  if (isSameContainer(is, wanted)) return [];
  // (what is there as it was made need not be made again)
  const isThere =
    is.is === 'container' && wanted.is === 'container' && is.secrets === wanted.secrets && isSameSpec(is, wanted);
  if (wanted.is === 'container' && wanted.secrets === LOST && !isThere) return [];
  // Whoever takes the step needs the secrets of the one from before as well, for the way back.
  const earlier = is.is === 'container' && is.secrets !== undefined ? { earlier: is.secrets } : {};
  const step = { thing: containerId(name), to: { ...wanted, ...earlier }, title: titleOf(name, is, wanted) };
  const isLost = is.is === 'container' && is.secrets === LOST && !isThere;
  return [isLost ? { ...step, oneWay: 'the secrets that it was made with are not kept on the host any more' } : step];
}

export const containerThing: ThingType = {
  type: 'container',
  library: `${bytesLibrary}\n${containerLibrary}`,
  ask: (containers) => `v_containers ${containers.map(({ index, at }) => `${index} ${quote(at)}`).join(' ')}`,
  parse: parseContainer,
  print: (state) => printContainer(state as ContainerState),
  set: (name, to) => setContainer(name, to as ContainerState),
  act: (name) => `v_container_restart ${quote(name)}`,
  isUntold: ({ is }) => is === 'no-docker' || is === 'no-daemon',
  needs: ({ secrets, earlier }) => refsOf(secrets, earlier),
  differences: (from, to) => differencesOf(from as ContainerState, to as ContainerState),
};
