// What runs of a Compose file as a thing: its services, and how they are brought up and taken down. The shell is in compose.sh.
import {
  type Difference,
  type JsonObject,
  OPEN_ANSWER,
  type Probe,
  quote,
  type State,
  type ThingId,
  type ThingType,
  thingId,
} from '../contract.ts';
import { composeLibrary } from './shell.generated.ts';

export type ServiceWord = 'running' | 'stopped' | 'absent';

export type ComposeState =
  /** No container was made from it. Without `services`, the file is not there either. */
  | { readonly is: 'absent'; readonly services?: { readonly [name: string]: ServiceWord } }
  | { readonly is: 'no-docker' | 'no-daemon' | 'broken' }
  | { readonly is: 'services'; readonly services: { readonly [name: string]: ServiceWord } }
  /** Only ever wanted: these, or all, of a file that is not there yet. */
  | { readonly is: 'up'; readonly services: readonly string[]; readonly likely: string };

export const composeProbe = (path: string): Probe => ({ type: 'compose', at: path });
export const composeId = (path: string): ThingId => thingId(composeProbe(path));

export function composeIn(state: State, path: string): ComposeState {
  const value = state[composeId(path)];
  if (!value) throw new Error(`the services of ${path} were not read`);
  return value as ComposeState;
}

const PREFIX = 'services:';
const ANSWER = /^services:((?:[A-Za-z0-9._-]+=(?:running|stopped|absent),)*)$/;

export const servicesState = (services: { readonly [name: string]: ServiceWord }): ComposeState => ({
  is: Object.values(services).every((word) => word === 'absent') ? 'absent' : 'services',
  services,
});

/** The services that are known; undefined where nothing is known of them. */
export const servicesOf = (state: ComposeState): { readonly [name: string]: ServiceWord } | undefined =>
  state.is === 'services' || state.is === 'absent' ? state.services : undefined;

function parseCompose(answer: string): ComposeState | undefined {
  if (answer === 'absent' || answer === 'no-docker' || answer === 'no-daemon' || answer === 'broken') {
    return { is: answer };
  }
  const [, list] = ANSWER.exec(answer) ?? [];
  if (list === undefined) return undefined;
  const pairs = list.split(',').filter((pair) => pair !== '');
  return servicesState(Object.fromEntries(pairs.map((pair) => pair.split('='))));
}

/** The answer for these services; names are in the order of their bytes, as the host has them. */
export const printServices = (services: { readonly [name: string]: ServiceWord }): string =>
  `${PREFIX}${Object.entries(services)
    .map(([name, word]) => `${name}=${word},`)
    .toSorted()
    .join('')}`;

function printCompose(state: ComposeState): string {
  if (state.is === 'up') return `${OPEN_ANSWER}${PREFIX}`;
  const services = servicesOf(state);
  return services === undefined ? state.is : printServices(services);
}

function setCompose(path: string, to: ComposeState): string {
  const at = quote(path);
  if (to.is === 'up') return `v_compose_up ${[at, ...to.services.map(quote)].join(' ')}`;
  if (to.is !== 'services') return `v_compose_down ${at}`;
  const named = (word: ServiceWord): readonly string[] =>
    Object.keys(to.services).filter((name) => to.services[name] === word);
  const [running, stopped, gone] = [named('running'), named('stopped'), named('absent')];
  const call = (name: string, services: readonly string[]): readonly string[] =>
    services.length === 0 ? [] : [[name, at, ...services.map(quote)].join(' ')];
  return [...call('v_compose_remove', gone), ...call('v_compose_stop', stopped), ...call('v_compose_up', running)].join(
    ' && ',
  );
}

function differencesOfCompose(from: ComposeState, to: ComposeState): readonly Difference[] {
  const [known, wanted] = [servicesOf(from), servicesOf(to)];
  if (known === undefined || wanted === undefined) return [];
  const names = [...new Set([...Object.keys(known), ...Object.keys(wanted)])].toSorted();
  return names.flatMap((name) => {
    const [before, after] = [known[name] ?? 'absent', wanted[name] ?? 'absent'];
    return before === after ? [] : [{ what: name, from: before, to: after }];
  });
}

export const composeThing: ThingType = {
  type: 'compose',
  library: composeLibrary,
  ask: (files) => files.map(({ index, at }) => `v_compose_ask ${index} ${quote(at)}`).join('\n'),
  parse: parseCompose,
  print: (state) => printCompose(state as ComposeState),
  set: (path, to) => setCompose(path, to as ComposeState),
  act: (path) => `v_compose_again ${quote(path)}`,
  needs: () => [],
  differences: (from: JsonObject, to: JsonObject) => differencesOfCompose(from as ComposeState, to as ComposeState),
};
