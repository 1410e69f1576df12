// The module `compose`: services of a Compose file, up or down. Pure: it never sees a host.
import type { Module, Refusal, Spec, State, Step, Tools } from './contract.ts';
import {
  type ComposeState,
  composeId,
  composeIn,
  composeProbe,
  composeThing,
  printServices,
  type ServiceWord,
  servicesOf,
  servicesState,
} from './things/compose.ts';

/** (whatever else it were, docker would take it for an option) */
const SERVICE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

type Services = { readonly [name: string]: ServiceWord };

const pathOf = (spec: Spec): string => String(spec['path']);
const chosen = (spec: Spec): readonly string[] => (spec['services'] as readonly string[] | undefined) ?? [];

const ADD_FILE = 'add a `file` for it, and `after` that names it';
/** (it is run where the project lies elsewhere) */
const WHOLE_PATH =
  'the path is one on the host, from its root: a Compose file of this project comes there by a `file` with `source`, which `after` names';

function refusalOf(path: string, found: ComposeState): Refusal | undefined {
  switch (found.is) {
    case 'no-docker':
      return {
        refused: 'this host has no `docker compose`',
        hint: 'add a `package` that brings it, and `after` that names it',
      };
    case 'no-daemon':
      return {
        refused: 'the Docker daemon of this host does not answer',
        hint: 'add a `service` docker with `state: running`; or this login may not use it: set `sudo: true` for this host',
      };
    case 'broken':
      return {
        refused: `docker compose can't read ${path}`,
        hint: 'on the host, `docker compose -f FILE config` says what is wrong with it',
      };
    case 'absent':
      if (found.services !== undefined) return undefined;
      return { refused: `there is no Compose file at ${path}`, hint: path.startsWith('/') ? ADD_FILE : WHOLE_PATH };
    default:
      return undefined;
  }
}

const running = (names: readonly string[]): Services => Object.fromEntries(names.map((name) => [name, 'running']));

function wantUp(spec: Spec, now: State, tools: Tools): State | Refusal {
  const path = pathOf(spec);
  const odd = chosen(spec).find((name) => !SERVICE_NAME.test(name));
  if (odd !== undefined) {
    const hint = 'it has letters, digits, `-`, `_` and `.`, and begins with a letter, a digit or `_`';
    return { refused: `${odd} is not the name of a service`, hint };
  }
  const found = composeIn(now, path);
  if (found.is === 'up') return now;
  const refusal = refusalOf(path, found);
  if (refusal && !tools.changesBefore) return refusal;
  const known = servicesOf(found);
  if (known === undefined) {
    const names = chosen(spec);
    const wanted: ComposeState = { is: 'up', services: names, likely: printServices(running(names)) };
    return { ...now, [composeId(path)]: wanted };
  }
  const names = chosen(spec).length > 0 ? chosen(spec) : Object.keys(known);
  const unknown = names.find((name) => known[name] === undefined);
  if (unknown !== undefined && !tools.changesBefore) {
    const all = Object.keys(known).join(', ');
    return {
      refused: `there is no service ${unknown} in ${path}`,
      hint: `there are these: ${all === '' ? 'none' : all}`,
    };
  }
  return { ...now, [composeId(path)]: servicesState({ ...known, ...running(names) }) };
}

/** Everything that was made from it goes, with its networks. */
function absentServices(spec: Spec, now: State): State | Refusal {
  const path = pathOf(spec);
  const found = composeIn(now, path);
  if (found.is === 'absent') return now;
  const known = servicesOf(found);
  if (known === undefined) return refusalOf(path, found) ?? now;
  const gone = Object.fromEntries(Object.keys(known).map((name): [string, ServiceWord] => [name, 'absent']));
  return { ...now, [composeId(path)]: servicesState(gone) };
}

const listed = (state: ComposeState, word: ServiceWord): readonly string[] =>
  Object.entries(servicesOf(state) ?? {}).flatMap(([name, is]) => (is === word ? [name] : []));

function titleOf(path: string, from: ComposeState, to: ComposeState): string {
  if (to.is === 'up') return `bring up ${to.services.length > 0 ? to.services.join(', ') : 'the services'} of ${path}`;
  const changed = (word: ServiceWord): readonly string[] =>
    listed(to, word).filter((name) => servicesOf(from)?.[name] !== word);
  const [up, stopped] = [changed('running'), changed('stopped')];
  if (up.length > 0) return `bring up ${up.join(', ')} of ${path}`;
  if (stopped.length > 0) return `stop ${stopped.join(', ')} of ${path}`;
  if (to.is !== 'services') return `take down the services of ${path}`;
  return `take down ${changed('absent').join(', ')} of ${path}`;
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const path = pathOf(spec);
  const [is, wanted] = [composeIn(from, path), composeIn(to, path)];
  if (composeThing.print(is) === composeThing.print(wanted)) return [];
  const step = { thing: composeId(path), to: wanted, title: titleOf(path, is, wanted) };
  return [wanted.is === 'up' ? { ...step, expected: 'its services are known when its file is there' } : step];
}

export const compose: Module = {
  name: 'compose',
  summary: 'Services of a Compose file: up when it is applied, down when it is taken away.',
  spec: {
    fields: {
      path: {
        type: 'string',
        description: 'The Compose file on the host, or the folder that it lies in.',
        minLength: 1,
        examples: ['/opt/app/docker-compose.yml'],
      },
      services: {
        type: 'array',
        description: 'The services to bring up.',
        defaultHint: 'all of them',
        examples: ['[web, db]'],
      },
    },
    required: ['path'],
  },
  mainField: 'path',
  notTakenBack: 'images that were pulled and volumes that were made stay: there may be data in them',
  key: (spec) => composeId(pathOf(spec)),
  read: (spec) => [composeProbe(pathOf(spec))],
  want: wantUp,
  absent: absentServices,
  steps: stepsOf,
  acts: (spec) => [
    { thing: composeId(pathOf(spec)), to: { what: 'up' }, title: `bring up anew what runs of ${pathOf(spec)}` },
  ],
};
