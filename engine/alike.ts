// Hosts that are alike: those that are to have the same resources are asked the same, and those that answer the same get the
// same plan, so both are worked out once. A fleet costs what its differences cost. Kept for one plan, and pure but for that.
import type { Probe } from '../modules/contract.ts';
import { readProgram } from './compile.ts';
import type { Contents } from './contents.ts';
import { askData, requestsOn } from './data.ts';
import type { Program } from './host.ts';
import type { Planned } from './move.ts';
import { addressesOf, type PlanFor, probesOf, resourcesOf } from './plan.ts';
import type { Project, Resource } from './project.ts';

export type Asked = {
  readonly planned: readonly Planned[];
  /** What of the text is not to be planned. */
  readonly leftOut: readonly Planned[];
  readonly probes: readonly Probe[];
  readonly program: Program;
  /** The plans of those that were asked this, by what they answered. */
  readonly plans: Map<string, PlanFor>;
};

/** What a plan is made of, of all that a host says: what else it says is its own. */
const COUNTS = /^(?:answer|owed|login|barred|proof) /;
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
    const asked = {
      probes,
      addresses: [...addressesOf(planned), ...others],
      data: askData(requestsOn(this.#project, host)),
      ...(this.#contents.proofs && { salt: this.#contents.proofs.salt }),
    };
    const program = readProgram({ kind: 'read', project, confirm: policy.confirmSeconds !== undefined, ...asked });
    const leftOut = part ? resourcesOf({ ...this.#project, resources: part.leftOut }, host, this.#contents) : [];
    const found = { planned, leftOut, probes, program, plans: new Map() };
    this.#asked.set(key, found);
    return found;
  }

  /** The plan for what a host answered. */
  planFor({ plans }: Asked, lines: readonly string[], make: () => PlanFor): PlanFor {
    if (lines.some((line) => OWN.test(line))) return make();
    const key = lines.filter((line) => COUNTS.test(line)).join('\n');
    const found = plans.get(key) ?? make();
    plans.set(key, found);
    return found;
  }
}
