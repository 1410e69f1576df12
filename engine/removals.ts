// Resources that left the text: what viki created goes back to what was before, what was there before viki stays. Pure. The
// host tells which ones there are (shell/left.sh); how they go is planned like everything else.
import type { JsonObject, State, ThingId } from '../modules/contract.ts';
import { probeOf, thingId, UNMADE } from '../modules/contract.ts';
import { loginProbe, thingType, typeOf } from '../modules/things/index.ts';
import { oneLine } from './compile.ts';
import { foundText } from './found.ts';
import { type Inside, type Kept, keptFolders, keptText, parseInside } from './kept.ts';
import { differenceText, forcedMove, isSame, type Move, moveTo, type Planned, refusedMove } from './move.ts';
import { isNamed } from './part.ts';
import type { Removals } from './plan.ts';
import { parseRecord, type RecordedResource } from './record.ts';
import { asPlanned, thingsOf } from './rollback.ts';

export type Left = {
  /** The run that created or adopted it, and its number on the host. */
  readonly run: string;
  readonly sequence: number;
  /** `grown`: it was there, and viki has made more of it. `touched`: it was viki's, and viki has changed it. */
  readonly kind: 'created' | 'adopted' | 'grown' | 'touched';
  /** It may not be destroyed. */
  readonly isKept: boolean;
  readonly address: string;
  /** What it was made from; undefined where that can't be read any more. */
  readonly recorded: RecordedResource | undefined;
};

export type LeftBehind = {
  readonly left: readonly Left[];
  readonly now: State;
  readonly inside: Inside;
  /** The states in which viki's runs have found and left things. */
  readonly seen: Seen;
};

type Seen = ReadonlyMap<ThingId, readonly JsonObject[]>;

const LEFT_LINE = /^left (\d+) (\S+) (created|adopted|grown|touched)(-kept)? (.+)$/;
const RECORD_LINE = /^left-record (\S+) (.*)$/s;
const ANSWER_LINE = /^left-answer (\S+) (\d+)\t(.*)$/s;
const INSIDE_LINE = /^left-inside (\S+) (.*)$/s;

type Records = ReadonlyMap<string, { resources: readonly RecordedResource[]; things: readonly ThingId[] }>;

function recordsIn(lines: readonly string[]): Records {
  const records = new Map<string, { resources: readonly RecordedResource[]; things: readonly ThingId[] }>();
  for (const line of lines) {
    const [, run = '', text = ''] = RECORD_LINE.exec(line) ?? [];
    const record = run === '' ? undefined : parseRecord(text);
    if (record && 'resources' in record) records.set(run, { resources: record.resources, things: thingsOf(record) });
  }
  return records;
}

function seenIn(records: Records): Seen {
  const seen = new Map<ThingId, JsonObject[]>();
  for (const { before, after } of [...records.values()].flatMap(({ resources }) => resources)) {
    for (const [id, state] of [...Object.entries(before), ...Object.entries(after)] as [ThingId, JsonObject][]) {
      seen.set(id, [...(seen.get(id) ?? []), state]);
    }
  }
  return seen;
}

function answersIn(lines: readonly string[], records: Records): State {
  const now: Record<ThingId, JsonObject> = {};
  for (const line of lines) {
    const [, run = '', index = '', answer = ''] = ANSWER_LINE.exec(line) ?? [];
    const thing = records.get(run)?.things[Number(index)];
    const state = thing === undefined ? undefined : typeOf(thing).parse(answer);
    if (thing !== undefined && state) now[thing] = state;
  }
  return now;
}

function insideIn(lines: readonly string[], records: Records): Inside {
  const inside = [...records].flatMap(([run, { things }]) => {
    const told = lines.flatMap((line) => {
      const [, of, text = ''] = INSIDE_LINE.exec(line) ?? [];
      return of === run ? [text] : [];
    });
    return [...parseInside(told, things)];
  });
  return new Map(inside);
}

/** What a host told of resources that the text does not have; `leftOut` are in the text all the same. `only`: just these. */
export function parseLeft(
  lines: readonly string[],
  leftOut: readonly string[] = [],
  only?: readonly string[],
): LeftBehind {
  const isAsked = (address: string): boolean => !isNamed(address, leftOut) && (!only || isNamed(address, only));
  const records = recordsIn(lines);
  const now = answersIn(lines, records);
  const told = lines.flatMap((line): Left[] => {
    const [, sequence = '', run = '', kind = '', kept, address = ''] = LEFT_LINE.exec(line) ?? [];
    if (address === '' || !isAsked(address)) return [];
    const resources = records.get(run)?.resources ?? [];
    const recorded = resources.find((resource) => oneLine(resource.address) === address);
    return [
      {
        run,
        sequence: Number(sequence),
        kind: kind as Left['kind'],
        isKept: kept !== undefined,
        address: recorded?.address ?? address,
        recorded,
      },
    ];
  });
  const left = togetherOf(told).map((one) => (isRead(one, now) ? unmade(one) : { ...one, recorded: undefined }));
  return { left: inReverse(left, records), now, inside: insideIn(lines, records), seen: seenIn(records) };
}

const isRead = ({ recorded }: Left, now: State): boolean =>
  Object.keys(recorded?.before ?? {}).every((id) => now[id as ThingId] !== undefined);

/** Of the things of a run, those that it made, or all where it made the resource itself. */
const madeBy = ({ kind, recorded }: Left): State =>
  kind === 'created'
    ? (recorded?.before ?? {})
    : (Object.fromEntries(
        Object.entries(recorded?.before ?? {}).filter(([, state]) => state['is'] === 'absent'),
      ) as State);

/** What several runs have made of one resource is one thing to take away: what was before the first of them comes back. */
function togetherOf(told: readonly Left[]): readonly Left[] {
  const byAddress = new Map<string, Left[]>();
  for (const one of told) byAddress.set(one.address, [...(byAddress.get(one.address) ?? []), one]);
  return [...byAddress.values()].flatMap((some): Left[] => {
    const inOrder = some.toSorted((one, other) => one.sequence - other.sequence);
    const [first] = inOrder;
    const makers = inOrder.filter(({ kind }) => kind === 'created' || kind === 'grown');
    const last = makers.at(-1)?.recorded;
    if (!first || !last) return first ? [first] : [];
    // (as long as one of them can't be read, none of it is known)
    const isWhole = makers.every(({ recorded }) => recorded !== undefined);
    const before = Object.assign({}, ...makers.toReversed().map(madeBy)) as State;
    const kind = first.kind === 'created' ? 'created' : 'grown';
    return [{ ...first, kind, recorded: isWhole ? { ...last, before } : undefined }];
  });
}

/** What nobody could tell of when viki came to it: only what viki made goes. */
function unmade(left: Left): Left {
  const { recorded } = left;
  if (!recorded) return left;
  const before = Object.entries(recorded.before).map(([id, state]): [string, JsonObject] =>
    typeOf(id as ThingId).isUntold?.(state) ? [id, { is: UNMADE }] : [id, state],
  );
  return { ...left, recorded: { ...recorded, before: Object.fromEntries(before) as State } };
}

/** What was made last goes first. */
function inReverse(left: readonly Left[], records: Records): readonly Left[] {
  const place = ({ run, address }: Left): number =>
    (records.get(run)?.resources ?? []).findIndex((resource) => resource.address === address);
  return left.toSorted((a, b) => b.sequence - a.sequence || place(b) - place(a));
}

/** Things that the text, or something that stays, builds upon, and which resource does. */
type Needed = ReadonlyMap<ThingId, string>;

/** Who builds upon this, or upon something in it? */
function neededBy(id: ThingId, needed: Needed): string | undefined {
  if (needed.has(id) || !id.startsWith('path:')) return needed.get(id);
  return [...needed].find(([other]) => other.startsWith(`${id}/`))?.[1];
}

const lookedAt = ({ resource, spec }: Planned): readonly ThingId[] => resource.module.read(spec).map(thingId);

function neededOf(builders: readonly Planned[], world: State): Needed {
  const needed = new Map<ThingId, string>();
  for (const { resource, spec } of builders) {
    const runner = resource.runAs === undefined ? [] : [thingId(loginProbe(resource.runAs))];
    // (of what is not planned, nobody was asked)
    for (const id of [...lookedAt({ resource, spec }), ...runner].filter((one) => world[one]?.['is'] !== 'absent')) {
      const { type, at } = probeOf(id);
      const whole = thingType(type).tellsOf?.(at);
      for (const one of whole === undefined ? [id] : [id, whole]) {
        if (!needed.has(one)) needed.set(one, resource.address);
      }
    }
  }
  return needed;
}

function leaving(left: Left, note: string, world: State): Move {
  const change: Move['change'] = {
    address: left.address,
    place: undefined,
    action: 'none',
    steps: [],
    differences: [],
    contents: [],
    note,
    refusal: undefined,
  };
  const dependant = { address: left.address, after: [], looksAt: new Set<ThingId>(), changes: [] };
  const claim = `removed ${left.address}`;
  return { change, world, run: undefined, dependant, oneWay: [], retries: undefined, recorded: undefined, claim };
}

/** What stays of what it made: what others build upon, and folders that somebody put something into. */
type Staying = { readonly needed: Needed; readonly kept: Kept };

function removal(left: Left, planned: Planned, world: State, { needed, kept }: Staying): Move {
  const before = Object.entries(left.recorded?.before ?? {}) as [ThingId, JsonObject][];
  const target = Object.fromEntries(before.filter(([id]) => neededBy(id, needed) === undefined && !kept.has(id)));
  const known = Object.fromEntries(lookedAt(planned).map((id) => [id, world[id] ?? { is: 'absent' }]));
  const from = { ...known, ...world };
  const more = before.map(([id]) => id);
  const move = moveTo(planned, from, { ...from, ...target }, { more });
  const stays = keptText(kept, more);
  if (!move.run) {
    if (stays !== '') return leaving(left, `left the text; ${stays}`, world);
    const [builder] = before.flatMap(([id]) => neededBy(id, needed) ?? []);
    const note =
      builder === undefined
        ? 'left the text, and is gone'
        : `left the text; what it made stays, because ${builder} builds upon it`;
    return leaving(left, note, world);
  }
  const words = ['left the text', ...(left.kind === 'grown' ? ['what was there before viki stays'] : []), stays];
  const change = { ...move.change, note: words.filter((word) => word !== '').join('; ') };
  return { ...move, change, claim: `removed ${left.address}` };
}

/** `inText`: what may build upon that which goes. `force`: also what may not be destroyed goes. */
export function removalsOf(
  host: string,
  inText: readonly Planned[],
  { left, now, inside, seen }: LeftBehind,
  force: boolean,
): Removals {
  const going = left.flatMap((one): { one: Left; planned: Planned | undefined }[] => [
    { one, planned: one.recorded ? asPlanned(one.recorded, host) : undefined },
  ]);
  const isFound = ({ kind }: Left, known: Planned | undefined): boolean =>
    kind === 'adopted' || (kind === 'grown' && known?.resource.module.eachForItself !== true);
  const stays = ({ one, planned: known }: (typeof going)[number]): boolean =>
    isFound(one, known) || (one.isKept && !force);
  return {
    now,
    moves(start) {
      const others = going.filter(stays).flatMap((item) => item.planned ?? []);
      const needed = neededOf([...inText, ...others], start);
      let world = start;
      const targets = going.filter((item) => !stays(item)).map(({ one }) => one.recorded?.before ?? {});
      const target = Object.entries(Object.assign({}, ...targets) as State).filter(
        ([id]) => neededBy(id as ThingId, needed) === undefined,
      );
      const staying = { needed, kept: keptFolders(start, Object.fromEntries(target), inside) };
      return going.map(({ one, planned: known }) => {
        const move = isFound(one, known)
          ? leaving(one, foundText(one.address), world)
          : unlessChanged(moveOf(one, known, world, staying, force), known, { now, seen, force });
        world = move.world;
        return move;
      });
    },
  };
}

const FORCED = 'removes it all the same';

/** What somebody else wrote is not removed without a word. */
function unlessChanged(
  move: Move,
  planned: Planned | undefined,
  { now, seen, force }: Pick<LeftBehind, 'now' | 'seen'> & { readonly force: boolean },
): Move {
  if (!planned || !move.run) return move;
  const others = move.run.forward.flatMap(({ thing }): string[] => {
    const [is, states = []] = [now[thing], seen.get(thing)];
    const was = states.at(-1);
    if (!is || !was || is['is'] === 'absent' || probeOf(thing).type !== 'path') return [];
    if (states.some((state) => isSame(thing, is, state))) return [];
    return [`${probeOf(thing).at} (${differenceText(thing, was, is)})`];
  });
  if (others.length === 0) return move;
  const message = `it left the text, and somebody changed ${others.join(', ')} since viki's runs there`;
  return force ? forcedMove(move, message) : refusedMove(planned, move.world, message, 'look at it first', FORCED);
}

function moveOf(left: Left, planned: Planned | undefined, world: State, staying: Staying, force: boolean): Move {
  if (!planned)
    return leaving(left, 'left the text; this viki can not read how it was made, so it stays as it is', world);
  if (!left.isKept) return removal(left, planned, world, staying);
  const message = 'it left the text, and prevent_destroy says that it stays';
  return force
    ? forcedMove(removal(left, planned, world, staying), message)
    : refusedMove(planned, world, message, 'put it back into the text', FORCED);
}
