// Whether runs do what their plans said: the steps that were seen to be taken, held against those that were planned. It
// looks at what a host's things became after each resource, and never at what was sent.
import assert from 'node:assert/strict';
import { parseRecord } from '../../engine/record.ts';
import type { EngineEvent, HostPlan, ResourceChange } from '../../engine/result.ts';
import { asPlanned } from '../../engine/rollback.ts';
import { type JsonObject, type State, type ThingId, thingId } from '../../modules/contract.ts';
import { typeOf } from '../../modules/things/index.ts';

/** What the things of a run were when it began, and after each resource that its journal calls done, in that order. */
export type Seen = {
  readonly began: State;
  readonly after: readonly { readonly address: string; readonly state: State }[];
};

type Taken = { readonly address: string; readonly steps: readonly string[] };

/** Collects what is seen of a host in memory, which tells of each event while it happens. */
export class Witness {
  readonly #look: () => State;
  #began: State = {};
  #after: Seen['after'][number][] = [];

  constructor(look: () => State) {
    this.#look = look;
  }

  hear(event: EngineEvent): void {
    if (event.what === 'started') {
      this.#began = this.#look();
      this.#after = [];
    } else if (event.what === 'done') this.#after.push({ address: event.address, state: this.#look() });
  }

  get seen(): Seen {
    return { began: this.#began, after: this.#after };
  }
}

/** For real hosts: shell that a run calls at its events, which keeps what its things are in the run's folder. */
export const KEEP_SEEN =
  'case "$1 $2" in "before go" | "before done "*) (v_comparing=1; v_ask | sort -n) >"$v_folder/seen.${2#done }" ;; esac';

/** What `cat` says of those files, one after the other: `go` first, then one for each resource in the order of the run. */
export function parseSeen(plan: HostPlan, texts: readonly string[]): Seen {
  const ids = (Object.keys(plan.before) as ThingId[]).toSorted();
  const states = texts.map((text) => {
    const state: Record<ThingId, JsonObject> = {};
    for (const line of text.split('\n').filter((one) => one !== '')) {
      const [index = '', answer = ''] = line.split('\t');
      const id = ids[Number(index)];
      const value = id && typeOf(id).parse(answer);
      assert.ok(id && value, `an answer of a run makes no sense: ${line}`);
      state[id] = value;
    }
    return state;
  });
  const [began = {}, ...others] = states;
  const resources = plan.request?.resources ?? [];
  return { began, after: others.map((state, index) => ({ address: resources[index]?.address ?? '', state })) };
}

/** Each resource's way between what was there before it and after it, in the words of its module. */
function stepsTaken(plan: HostPlan, seen: Seen): readonly Taken[] {
  const record = parseRecord(plan.request?.record ?? '');
  assert.ok(!('unreadable' in record), 'a run has a record');
  let from = seen.began;
  return seen.after.map(({ address, state }) => {
    const recorded = record.resources.find((resource) => resource.address === address);
    const planned = recorded && asPlanned(recorded, plan.host);
    assert.ok(planned, `${address} was done and is not in the plan`);
    const { module, spec } = planned.resource;
    // What no run changes was not looked at, and is on both sides the same.
    const looked = module.read(spec).map(thingId);
    const rest = Object.fromEntries(looked.map((id) => [id, { is: 'absent' }])) as State;
    const steps = module.steps(spec, { ...rest, ...from }, { ...rest, ...state }).map(({ title }) => title);
    from = state;
    return { address, steps };
  });
}

const isCertain = ({ outlook }: ResourceChange): boolean => outlook?.expected.length === 0;

const printed = (state: State): readonly string[] =>
  (Object.keys(state) as ThingId[]).toSorted().map((id) => `${id} ${typeOf(id).print(state[id] ?? {})}`);

/** Counts runs, and fails at the first that was certain and went another way. */
export class Fidelity {
  #certain = 0;
  #faithful = 0;
  #expected = 0;
  #steps = 0;

  /** A run that ended well. */
  add(plan: HostPlan, seen: Seen): void {
    const planned = plan.changes.filter(({ steps }) => steps.length > 0);
    if (!planned.every(isCertain)) {
      this.#expected += 1;
      return;
    }
    this.#certain += 1;
    const resources = plan.request?.resources ?? [];
    assert.deepEqual(
      stepsTaken(plan, seen),
      // What leaves no state (a restart) can't be seen in one.
      planned.map(({ address, steps }, index) => ({
        address,
        steps: steps.slice(0, steps.length - (resources[index]?.acts.length ?? 0)),
      })),
      'the steps that were taken are the steps that were planned',
    );
    const last = seen.after.at(-1)?.state ?? {};
    const ends = Object.fromEntries(
      (Object.keys(plan.after) as ThingId[]).map((id) => [id, last[id] ?? { is: 'absent' }]),
    );
    assert.deepEqual(printed(ends as State), printed(plan.after), 'and they lead to where the plan said');
    this.#faithful += 1;
    this.#steps += planned.reduce((sum, { steps }) => sum + steps.length, 0);
  }

  get runs(): number {
    return this.#faithful;
  }

  get text(): string {
    const others =
      this.#expected === 0 ? '' : `; ${this.#expected} runs with a step that was only expected are not counted`;
    return `plan fidelity: ${this.#faithful} of ${this.#certain} runs whose plan was certain took the planned steps, ${this.#steps} in all${others}`;
  }
}
