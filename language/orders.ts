// Which resources and hosts come after which, as far as that could make a circle: looked for again only where an order is
// new.
import type { Analysis, Claim, Mention } from './analysis.ts';
import { cycleFaults, type Link } from './cycles.ts';
import type { Declaration } from './declaration.ts';
import type { Fault } from './fault.ts';
import { hostCycles } from './host-orders.ts';
import type { HostTable } from './scope.ts';
import { inTextOrder, type Key, type Names } from './tables.ts';
import { childOf } from './tree.ts';

/** How many ways are walked, each by itself, to see whether they lead back. */
const WALKS_LIMIT = 8;

/** Who claims a thing, and on which hosts. */
export type Claimants = (thing: Key) => ReadonlyMap<Declaration, readonly string[]>;

export class Orders {
  readonly #names: Names;
  readonly #analyses: ReadonlyMap<Declaration, Analysis>;
  readonly #claimants: Claimants;
  /** What each resource came after, and claimed, before it was read anew. */
  readonly #before = new Map<string, string>();
  readonly #new = new Set<Declaration>();
  /** Those that say what they come after. */
  readonly #ordered = new Set<Declaration>();
  /** Names that have come to stand for something else. */
  #isUnsure = false;
  /** Hosts or groups came, went or were read anew. */
  #areHostsNew = false;
  #faults: readonly Fault[] = [];
  #hostFaults: readonly Fault[] = [];

  constructor(names: Names, analyses: ReadonlyMap<Declaration, Analysis>, claimants: Claimants) {
    this.#names = names;
    this.#analyses = analyses;
    this.#claimants = claimants;
  }

  get faults(): readonly Fault[] {
    return [...this.#faults, ...this.#hostFaults];
  }

  /** The name of this declaration has, or had, more than one. */
  changed({ kind, name }: Declaration): void {
    if (kind === 'host' || kind === 'group') this.#areHostsNew = true;
    if (kind === 'resource' && this.#names.count(`${kind}:${name}`) > 1) this.#isUnsure = true;
  }

  forget(declaration: Declaration, analysis: Analysis): void {
    if (declaration.kind !== 'resource') return;
    this.#ordered.delete(declaration);
    this.#before.set(declaration.name, signatureOf(analysis));
  }

  learn(declaration: Declaration, { after }: Analysis): void {
    const { kind } = declaration;
    if (kind === 'host' || kind === 'group') this.#areHostsNew = true;
    if (kind !== 'resource') return;
    if (after.length > 0) this.#ordered.add(declaration);
    this.#new.add(declaration);
  }

  settle(hosts: HostTable): void {
    if (this.#areHostsNew) this.#hostFaults = hostCycles(this.#names, this.#analyses, hosts);
    this.#areHostsNew = false;
    const isTouched = this.#before.size > 0 || this.#new.size > 0 || this.#isUnsure;
    // (a known circle is looked at again with every order, as its lines may have moved)
    const mayBeWrong = isTouched && (this.#faults.length > 0 || this.#isUnsure || this.#leadsBack());
    if (mayBeWrong) {
      const starts = [...this.#ordered].sort(inTextOrder);
      this.#faults = cycleFaults(starts, (declaration) => this.#linksOf(declaration));
    }
    this.#before.clear();
    this.#new.clear();
    this.#isUnsure = false;
  }

  /** Every circle that was not there before goes through an order that was not there before. */
  #leadsBack(): boolean {
    // (what lies in what makes no circle by itself)
    if (this.#ordered.size === 0) return false;
    // (where many are new, as in a file that is opened, one walk over all costs less than one from each of them)
    if (this.#new.size > WALKS_LIMIT) return true;
    return [...this.#new].some((one) => {
      const analysis = this.#analyses.get(one);
      const isOther = analysis !== undefined && this.#before.get(one.name) !== signatureOf(analysis);
      return isOther && this.#comesBeforeSome(one, analysis) && this.#leadsBackTo(one);
    });
  }

  /** (a look at each is a hundred times less than a walk: what is typed at the end of a long chain has nothing after it) */
  #comesBeforeSome({ kind, name }: Declaration, { claims }: Analysis): boolean {
    const own = `${kind}:${name}`;
    const claimed = new Set(claims.map(({ thing }) => thing));
    for (const analysis of this.#analyses.values()) {
      const isAfter = analysis.after.some(({ key }) => key === own);
      if (isAfter || analysis.needs().some(({ thing }) => claimed.has(thing))) return true;
    }
    return false;
  }

  #leadsBackTo(start: Declaration): boolean {
    const seen = new Set<Declaration>();
    const left = [start];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      for (const { to } of this.#linksOf(next)) {
        if (to === start) return true;
        if (seen.has(to)) continue;
        seen.add(to);
        left.push(to);
      }
    }
    return false;
  }

  /** What is written, and what follows from what it lies in. */
  #linksOf(declaration: Declaration): readonly Link[] {
    const analysis = this.#analyses.get(declaration);
    if (analysis === undefined) return [];
    const links = analysis.after.flatMap((mention): readonly Link[] => {
      const to = this.#names.first(mention.key);
      return to === undefined ? [] : [{ to, written: { by: declaration, mention } }];
    });
    for (const { thing, hosts } of analysis.needs()) {
      for (const [to, others] of inOrder(this.#claimants(thing))) {
        // (what is taken away goes after whatever looks at it)
        const state = childOf(to.entry.value, 'state');
        if (state?.kind === 'scalar' && state.value === 'absent') continue;
        const shared = to === declaration ? [] : others.filter((host) => hosts.includes(host));
        if (shared.length > 0) links.push({ to, written: undefined, thing, hosts: shared });
      }
    }
    return links;
  }
}

/** (in the order in which they were typed, the same text would have other words) */
const inOrder = (claimants: ReturnType<Claimants>): Iterable<readonly [Declaration, readonly string[]]> =>
  claimants.size < 2 ? claimants : [...claimants].sort(([one], [other]) => inTextOrder(one, other));

/** (What it looks at follows from what it claims.) */
const signatureOf = ({ after, claims }: { readonly after: readonly Mention[]; readonly claims: readonly Claim[] }) =>
  JSON.stringify([after.map(({ key }) => key), claims]);
