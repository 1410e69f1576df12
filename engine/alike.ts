// Hosts that are alike: those that are to have the same resources are asked the same, and those that answer the same get the
// same plan, so both are worked out once. A fleet costs what its differences cost. Kept for one plan, and pure but for that.
import type { Probe } from '../modules/contract.ts';
import { readProgram } from './compile.ts';
import type { Contents } from './contents.ts';
import { askData, requestsOn } from './data.ts';
import type { Program } from './host.ts';
import type { Planned } from './move.ts';
import { tellingLeftOut } from './part.ts';
import { addressesOf, type PlanBasics, type PlanFor, planHost, probesOf, resourcesOf } from './plan.ts';
import type { Project, Resource } from './project.ts';
import type { Reading } from './reading.ts';
import { parseLeft, removalsOf } from './removals.ts';
import { askTrials, complaintsIn } from './trial.ts';

export type Asked = {
  readonly planned: readonly Planned[];
  /** What of the text is not to be planned. */
  readonly leftOut: readonly Planned[];
  readonly probes: readonly Probe[];
  readonly program: Program;
  /** The plans of those that were asked this, by what they answered. */
  readonly plans: Map<string, PlanFor>;
};

/** What a host said, whose plan it is, and whether what is otherwise refused is planned. */
export type Answered = {
  readonly basics: PlanBasics;
  readonly reading: Reading;
  readonly lines: readonly string[];
  readonly isForced: boolean;
};

/** What a plan is made of, of all that a host says: what else it says is its own. */
const COUNTS = /^(?:answer|owed|login|barred|proof|trial) /;
/** What is told of runs of that very host: nothing that another host could have. */
const OWN = /^left/;

export class Alike {
  readonly #project: Project;
  readonly #contents: Contents;
  readonly #asked = new Map<string, Asked>();

  constructor(project: Project, contents: Contents) {
    this.#project = project;
    this.#contents = contents;
  }

  /** What a host is asked. */
  asked(host: string): Asked {
    const ofHost = <One extends { readonly hosts: readonly string[] }>(all: readonly One[]): string =>
      all.flatMap(({ hosts }, index) => (hosts.includes(host) ? [index] : [])).join(',');
    const { resources } = this.#project;
    const key = `${ofHost<Resource>([...resources, ...(this.#project.part?.leftOut ?? [])])};${ofHost(this.#project.data ?? [])}`;
    const known = this.#asked.get(key);
    if (known) return known;
    const { name: project, policy, part } = this.#project;
    const planned = resourcesOf(this.#project, host, this.#contents);
    const probes = probesOf(planned);
    // (the same for all hosts: what is not on this one is not to be removed from it either)
    const others = (part?.leftOut ?? []).map(({ address }) => address);
    const trials = askTrials(planned, this.#contents);
    const asked = {
      probes,
      addresses: [...addressesOf(planned), ...others],
      data: [...askData(requestsOn(this.#project, host)), ...trials],
      ...(this.#contents.proofs && { salt: this.#contents.proofs.salt }),
    };
    const program = readProgram({ kind: 'read', project, confirm: policy.confirmSeconds !== undefined, ...asked });
    const leftOut = part ? resourcesOf({ ...this.#project, resources: part.leftOut }, host, this.#contents) : [];
    const found = { planned, leftOut, probes, program, plans: new Map() };
    this.#asked.set(key, found);
    return found;
  }

  /** The plan for what a host answered. */
  planFor(asked: Asked, answered: Answered): PlanFor {
    const { plans } = asked;
    const { lines } = answered;
    if (lines.some((line) => OWN.test(line))) return this.#plan(asked, answered);
    const key = lines.filter((line) => COUNTS.test(line)).join('\n');
    const found = plans.get(key) ?? this.#plan(asked, answered);
    plans.set(key, found);
    return found;
  }

  #plan({ planned, leftOut }: Asked, { basics, reading, lines, isForced }: Answered): PlanFor {
    const { part, leftOut: unplanned } = this.#project;
    const left = parseLeft(lines, unplanned, part?.names);
    const circumstances = {
      reading,
      removals: removalsOf(basics.host, [...planned, ...leftOut], left, isForced),
      contents: this.#contents,
      complaints: complaintsIn(planned, lines),
      leftOut,
    };
    return tellingLeftOut(planHost(basics, planned, circumstances), part);
  }
}
