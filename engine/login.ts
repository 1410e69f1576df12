// What a login that is not root may not do on a host, so that a plan says it before an apply finds it out. Pure: the host
// looks at what its rights really are (v_tell_login, v_path_bars), for modes alone do not tell.
import type { JsonObject, Probe, State, ThingId } from '../modules/contract.ts';
import { probeOf, thingId } from '../modules/contract.ts';
import { typeOf } from '../modules/things/index.ts';
import { type Move, type Planned, refusedMove } from './move.ts';
import { withWarning } from './outlook.ts';

/** `folder`: what lies in there can't be replaced, added or removed. `owner`: it is somebody else's. */
type Bar = 'folder' | 'owner';

export type Login = {
  readonly user: string;
  readonly bars: ReadonlySet<`${Bar} ${ThingId}`>;
  /** What the host was asked about by name. */
  readonly asked: ReadonlySet<ThingId>;
};

const LOGIN_LINE = /^login (\S+)$/;
const BARRED_LINE = /^barred (\d+) (folder|owner)$/;

/** Undefined for root, whom nothing bars. */
export function loginIn(probes: readonly Probe[], lines: readonly string[]): Login | undefined {
  const user = lines.map((line) => LOGIN_LINE.exec(line)?.[1]).find((name) => name !== undefined);
  if (user === undefined) return undefined;
  const bars = lines.flatMap((line): `${Bar} ${ThingId}`[] => {
    const [, index = '', bar] = BARRED_LINE.exec(line) ?? [];
    const probe = probes[Number(index)];
    return bar && probe ? [`${bar as Bar} ${thingId(probe)}`] : [];
  });
  return { user, bars: new Set(bars), asked: new Set(probes.map(thingId)) };
}

/** A thing on the way: as the host told it, as it will be before the step, as it is to be. */
type Passing = { readonly thing: ThingId; readonly told: State; readonly world: State; readonly to: JsonObject };

const isAttributesOnly = (from: JsonObject, to: JsonObject): boolean =>
  from['is'] === to['is'] &&
  from['sha256'] === to['sha256'] &&
  from['target'] === to['target'] &&
  to['is'] !== 'download';

/** What the host said of a path holds no longer where this plan itself changes it, or a folder above it. */
function isAsTold({ thing, told, world }: Passing): boolean {
  const known = Object.keys(world) as ThingId[];
  return known.every((id) => world[id] === told[id] || (id !== thing && !thing.startsWith(`${id}/`)));
}

function pathBar({ user, bars }: Login, passing: Passing): string | undefined {
  const { thing, world, to } = passing;
  const { at } = probeOf(thing);
  const from = world[thing] ?? { is: 'absent' };
  const { owner = user } = to as { owner?: string };
  const belongs = `${at} belongs to ${String(from['owner'])}, and viki is ${user} there`;
  if (to['is'] !== 'absent' && owner !== user) {
    return from['owner'] === owner ? belongs : `only root can give ${at} to ${owner}, and viki is ${user} there`;
  }
  const bar = isAttributesOnly(from, to) ? 'owner' : 'folder';
  if (!bars.has(`${bar} ${thing}`) || !isAsTold(passing)) return undefined;
  return bar === 'owner' ? belongs : `${user} may not write to ${at} there`;
}

function barOf(login: Login, passing: Passing): string | undefined {
  const { type, at } = probeOf(passing.thing);
  if (type === 'path') return pathBar(login, passing);
  return typeOf(passing.thing).onlyRoot
    ? `only root may change the ${type} ${at}, and viki is ${login.user} there`
    : undefined;
}

type Forward = NonNullable<Move['run']>['forward'];

/** Of what a host told unasked (what lies below a folder) it does not say who may remove it: only in one's own folder it is clear. */
function doubtOf({ user, asked }: Login, forward: Forward, told: State): string | undefined {
  const doubtful = forward.find(({ thing, to }) => {
    if (probeOf(thing).type !== 'path' || to['is'] !== 'absent' || asked.has(thing)) return false;
    const folder = thing.slice(0, thing.lastIndexOf('/')) as ThingId;
    return told[folder]?.['owner'] !== user;
  });
  return doubtful && `viki is ${user} there, who may perhaps not remove ${probeOf(doubtful.thing).at}`;
}

const HINT = 'set `sudo: true` for this host, or log in as root';

type Circumstances = { readonly moves: readonly Move[]; readonly told: State; readonly world: State };

const isOnDisk = ({ run }: Move): boolean =>
  run === undefined || (run.acts.length === 0 && run.forward.every(({ thing }) => probeOf(thing).type === 'path'));

/**
 * The move, unless the login can't do it. `moves`: those before it; after one that may give the login more rights (a
 * command), it is not known any more, and only a warning.
 */
export function withinRights(
  login: Login | undefined,
  planned: Planned,
  move: Move,
  { moves, told, world }: Circumstances,
): Move {
  // (who else it runs as is asked about for themselves)
  if (!login || !move.run || planned.resource.runAs !== undefined) return move;
  const [message] = move.run.forward.flatMap(({ thing, to }) => barOf(login, { thing, told, world, to }) ?? []);
  if (message !== undefined && moves.every(isOnDisk)) return refusedMove(planned, world, message, HINT);
  const warning = message ?? doubtOf(login, move.run.forward, told);
  return warning === undefined ? move : { ...move, change: withWarning(move.change, `${warning}: ${HINT}`) };
}
