// Services as things: whether one runs and is started at boot, and how that is changed. The shell is in service.sh.
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
import { initLibrary, serviceLibrary } from './shell.generated.ts';

export type ServiceState =
  | { readonly is: 'absent' }
  /** Nothing on the host that viki knows starts services. */
  | { readonly is: 'none' }
  | {
      readonly is: 'service';
      /** `once`: it does its work and ends. Left out: known when it is there. */
      readonly active?: string;
      /** `enabled`, `disabled`, `masked`, `early`, or a word of the host for what is neither (`static`). Left out: known when it is there. */
      readonly enabled?: string;
    };

/** How a service acts: `isRunning`, it runs before and after, so it is brought up even if its last start failed. */
export type ServiceAct = { readonly what: 'restart' | 'reload'; readonly isRunning: boolean };

export const serviceProbe = (name: string): Probe => ({ type: 'service', at: name });
export const serviceId = (name: string): ThingId => thingId(serviceProbe(name));

export function serviceIn(state: State, name: string): ServiceState {
  const value = state[serviceId(name)];
  if (!value) throw new Error(`the service ${name} was not read`);
  return value as ServiceState;
}

export const isSameService = (one: ServiceState, other: ServiceState): boolean =>
  one.is === other.is &&
  (one.is !== 'service' || other.is !== 'service' || (one.active === other.active && one.enabled === other.enabled));

const ANSWER = /^(running|stopped|once):([a-z0-9-]+)$/;
const WORDS = ['enabled', 'disabled', 'masked'];

function parseService(answer: string): ServiceState | undefined {
  if (answer === 'absent' || answer === 'none') return { is: answer };
  const [, active, enabled] = ANSWER.exec(answer) ?? [];
  return active === undefined || enabled === undefined ? undefined : { is: 'service', active, enabled };
}

function printService(state: ServiceState): string {
  if (state.is !== 'service') return state.is;
  const { active, enabled } = state;
  if (active === undefined) return OPEN_ANSWER;
  return enabled === undefined ? `${OPEN_ANSWER}${active}:` : `${active}:${enabled}`;
}

function setService(name: string, to: ServiceState): string {
  // What is not to be there any more is what somebody else takes away: here it is only left without any effect.
  const { active = 'any', enabled = 'any' } = to.is === 'service' ? to : { active: 'gone', enabled: 'disabled' };
  return `v_service ${quote(name)} ${quote(active)} ${WORDS.includes(enabled) ? enabled : 'any'}`;
}

function differencesOfService(from: ServiceState, to: ServiceState): readonly Difference[] {
  if (from.is !== 'service' || to.is !== 'service') return [];
  const pairs = [
    ['state', from.active, to.active],
    ['at boot', from.enabled, to.enabled],
  ] as const;
  return pairs.flatMap(([what, before, after]) =>
    before === undefined || after === undefined || before === after ? [] : [{ what, from: before, to: after }],
  );
}

export const serviceThing: ThingType = {
  type: 'service',
  library: `${initLibrary}\n${serviceLibrary}`,
  ask: (services) => `v_services ${services.map(({ index, at }) => `${index} ${quote(at)}`).join(' ')}`,
  parse: parseService,
  print: (state) => printService(state as ServiceState),
  set: (name, to) => setService(name, to as ServiceState),
  act(name, what) {
    const { what: verb, isRunning } = what as ServiceAct;
    return `v_service_again ${quote(name)} ${verb} ${isRunning ? 'runs' : '-'}`;
  },
  needs: () => [],
  why: (name) => `v_service_why ${quote(name)}`,
  suspect: 'does it end by itself, or does something else start and stop it? Its log on the host says more',
  differences: (from: JsonObject, to: JsonObject) => differencesOfService(from as ServiceState, to as ServiceState),
};
