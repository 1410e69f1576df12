// A module of the project's own as the engine and the language know modules: every answer of its thread is looked at before
// anybody believes it. It starts no thread and reads no file.
import {
  isRefusal,
  type Json,
  type JsonObject,
  type Module,
  ModuleFailure,
  OPEN_ANSWER,
  type Probe,
  probeOf,
  type Refusal,
  type Spec,
  type State,
  type Step,
  type ThingId,
  thingId,
} from '../modules/contract.ts';
import { thingTypes } from '../modules/things/index.ts';
import type { Described } from './description.ts';
import type { Thread } from './thread.ts';
import { isSettable, wayBetween } from './way.ts';

type Give = Pick<Thread, 'call' | 'told'>;

const isMap = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: Json | undefined): value is string => typeof value === 'string' && value !== '';

/** Believed only when the kind of thing can say it, and understands what it says. */
function isState(id: ThingId, state: Json | undefined): boolean {
  const type = thingTypes.get(probeOf(id).type);
  if (type === undefined || !isMap(state)) return false;
  try {
    const text = type.print(state);
    // (of what only the host will know, there is nothing to understand yet; but an answer is one line, without tabs)
    if (text.startsWith(OPEN_ANSWER)) return !/\p{Cc}/u.test(text);
    const understood = type.parse(text);
    return understood !== undefined && type.print(understood) === text;
  } catch {
    return false;
  }
}

const isThing = (id: Json | undefined): id is ThingId =>
  isText(id) && id.includes(':') && thingTypes.has(probeOf(id as ThingId).type);

class Answers {
  readonly #file: string;
  readonly #thread: Give;

  constructor(file: string, thread: Give) {
    this.#file = file;
    this.#thread = thread;
  }

  has(what: string): boolean {
    return this.#thread.told.functions.includes(what);
  }

  key(spec: Spec): ThingId {
    const id = this.#thread.call('key', [spec]);
    if (!isThing(id)) throw this.#wrong('key', `gave ${shown(id)}, which is no thing such as "path:/etc/motd"`);
    return id;
  }

  text(what: string, spec: Spec): string {
    const text = this.#thread.call(what, [spec]);
    if (!isText(text)) throw this.#wrong(what, `gave ${shown(text)}, which is no text`);
    return text;
  }

  things(what: string, spec: Spec): readonly ThingId[] {
    const ids = this.#thread.call(what, [spec]);
    if (!Array.isArray(ids) || !ids.every(isThing))
      throw this.#wrong(what, `gave ${shown(ids)}, which is no list of things`);
    return ids;
  }

  probes(spec: Spec): readonly Probe[] {
    const probes = this.#thread.call('read', [spec]);
    const isProbe = (probe: Json): boolean => isMap(probe) && isText(probe['type']) && typeof probe['at'] === 'string';
    if (!Array.isArray(probes) || !probes.every(isProbe)) {
      throw this.#wrong('read', `gave ${shown(probes)}, which is no list of { type, at }`);
    }
    const found = probes as readonly Probe[];
    const unknown = found.find(({ type }) => !thingTypes.has(type));
    if (unknown) throw this.#wrong('read', `names the kind of thing "${unknown.type}", which there is not`);
    const key = this.key(spec);
    if (!found.some((probe) => thingId(probe) === key))
      throw this.#wrong('read', `does not name ${key}, which \`key\` claims`);
    return found;
  }

  /** What is not in the answer stays as it is. */
  state(what: 'want' | 'absent', args: readonly JsonObject[], tools?: Parameters<Module['want']>[2]): State | Refusal {
    // (what is no plain data does not get across)
    const given = tools && {
      changesBefore: tools.changesBefore,
      ...(tools.waits !== undefined && { waits: tools.waits }),
    };
    const wanted = this.#thread.call(what, args, given, tools?.bytes);
    if (!isMap(wanted)) throw this.#wrong(what, `gave ${shown(wanted)}, which is no map of things to states`);
    if (isRefusal(wanted)) {
      if (isText(wanted['refused'] as Json) && isText((wanted as JsonObject)['hint']))
        return wanted as unknown as Refusal;
      throw this.#wrong(what, 'gave a refusal without words: it needs `refused` and `hint`');
    }
    const [, now = {}] = args;
    for (const [id, state] of Object.entries(wanted)) {
      if (!Object.hasOwn(now, id)) throw this.#wrong(what, `gave a state of ${id}, which \`read\` does not name`);
      if (!isState(id as ThingId, state))
        throw this.#wrong(what, `gave ${shown(state)} for ${id}, which is no state of it`);
    }
    return { ...(now as State), ...(wanted as State) };
  }

  steps(spec: Spec, from: State, to: State): readonly Step[] {
    if (!this.has('steps')) return wayBetween(from, to);
    const steps = this.#thread.call('steps', [spec, from, to]);
    if (!Array.isArray(steps)) throw this.#wrong('steps', `gave ${shown(steps)}, which is no list`);
    for (const step of steps) {
      const { thing, to: target, title } = isMap(step) ? step : ({} as JsonObject);
      if (!isThing(thing) || !Object.hasOwn(from, thing)) {
        throw this.#wrong('steps', `has a step for ${shown(thing)}, which \`read\` does not name`);
      }
      if (!isSettable(thing)) throw this.#wrong('steps', `has a step for ${thing}, which is only read`);
      if (!isState(thing, target))
        throw this.#wrong('steps', `makes ${thing} ${shown(target)}, which is no state of it`);
      if (!isText(title)) throw this.#wrong('steps', `has a step for ${thing} without a title`);
    }
    return steps as unknown as readonly Step[];
  }

  #wrong(what: string, why: string): ModuleFailure {
    return new ModuleFailure(`\`${what}\` of ${this.#file} ${why}`, `Mend ${this.#file}.`);
  }
}

const SHOWN_CHARACTERS = 80;

function shown(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

/** What can't be answered for a plan is a refusal of that one resource, and the others go on. */
function refusing(wanted: () => State | Refusal): State | Refusal {
  try {
    return wanted();
  } catch (error) {
    if (!(error instanceof ModuleFailure)) throw error;
    return { refused: error.message, hint: error.hint };
  }
}

/** So many specs, each a resource on a host. */
const KNOWN_LIMIT = 10_000;

/**
 * It is pure, so it is asked once for a spec: while a text is read, and not again for each plan. And what it once said is
 * still known when the module has been ended because of one resource, which must not fail the others on that host.
 */
function knowing<Said>(ask: (spec: Spec) => Said): (spec: Spec) => Said {
  const known = new Map<string, Said>();
  return (spec) => {
    const asked = JSON.stringify(spec);
    const said = known.get(asked) ?? ask(spec);
    if (known.size >= KNOWN_LIMIT) known.clear();
    known.set(asked, said);
    return said;
  };
}

/** `file` is what people call it. */
export function ownModule(file: string, described: Described, thread: Give): Module {
  const answers = new Answers(file, thread);
  const wanting = (spec: Spec, now: State, wanted: () => State | Refusal): State | Refusal =>
    refusing(() => {
      const found = wanted();
      if (isRefusal(found)) return found;
      // (what would fail on the way is better known before anything is planned)
      answers.steps(spec, now, found);
      answers.steps(spec, found, now);
      return found;
    });
  return {
    ...described,
    key: knowing((spec) => answers.key(spec)),
    ...(answers.has('part') ? { part: knowing((spec) => answers.text('part', spec)) } : {}),
    ...(answers.has('makes') ? { makes: knowing((spec) => answers.things('makes', spec)) } : {}),
    read: knowing((spec) => answers.probes(spec)),
    want: (spec, now, tools) => wanting(spec, now, () => answers.state('want', [spec, now], tools)),
    ...(answers.has('absent')
      ? { absent: (spec, now) => wanting(spec, now, () => answers.state('absent', [spec, now])) }
      : {}),
    steps: (spec, from, to) => answers.steps(spec, from, to),
  };
}
