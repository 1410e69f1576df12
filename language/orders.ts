// Which resources come after which, as far as that could make a circle: looked for again only where an order is new.
import type { Analysis, Mention } from './analysis.ts';
import { cycleFaults } from './cycles.ts';
import type { Declaration } from './declaration.ts';
import type { Fault } from './fault.ts';
import type { Names } from './tables.ts';

/** How many ways are walked, each by itself, to see whether they lead back. */
const WALKS_LIMIT = 8;

export class Orders {
  readonly #names: Names;
  readonly #analyses: ReadonlyMap<Declaration, Analysis>;
  /** What each resource came after before it was read anew. */
  readonly #before = new Map<string, string>();
  readonly #new = new Set<Declaration>();
  /** Names that have come to stand for something else. */
  #isUnsure = false;
  #faults: readonly Fault[] = [];

  constructor(names: Names, analyses: ReadonlyMap<Declaration, Analysis>) {
    this.#names = names;
    this.#analyses = analyses;
  }

  get faults(): readonly Fault[] {
    return this.#faults;
  }

  /** The name of this declaration has, or had, more than one. */
  changed({ kind, name }: Declaration): void {
    if (this.#names.count(`${kind}:${name}`) > 1) this.#isUnsure = true;
  }

  forget({ name }: Declaration, after: readonly Mention[]): void {
    if (after.length > 0) this.#before.set(name, signatureOf(after));
  }

  learn(declaration: Declaration, after: readonly Mention[]): void {
    if (after.length > 0) this.#new.add(declaration);
  }

  settle(): void {
    const isTouched = this.#before.size > 0 || this.#new.size > 0 || this.#isUnsure;
    const news = [...this.#new].filter((declaration) => {
      const after = this.#analyses.get(declaration)?.after ?? [];
      return after.length > 0 && this.#before.get(declaration.name) !== signatureOf(after);
    });
    // (a known circle is looked at again with every order, as its lines may have moved)
    const mayBeWrong = isTouched && (this.#faults.length > 0 || this.#isUnsure || this.#leadsBack(news));
    if (mayBeWrong) this.#faults = cycleFaults(this.#names, this.#analyses);
    this.#before.clear();
    this.#new.clear();
    this.#isUnsure = false;
  }

  /** Every circle that was not there before goes through an order that was not there before. */
  #leadsBack(news: readonly Declaration[]): boolean {
    // (where many are new, as in a file that is opened, one walk over all costs less than one from each of them)
    if (news.length > WALKS_LIMIT) return true;
    return news.some((one) => this.#leadsBackTo(one));
  }

  #leadsBackTo(start: Declaration): boolean {
    const seen = new Set<Declaration>();
    const left = [start];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      for (const { key } of this.#analyses.get(next)?.after ?? []) {
        const target = this.#names.first(key);
        if (target === start) return true;
        if (target === undefined || seen.has(target)) continue;
        seen.add(target);
        left.push(target);
      }
    }
    return false;
  }
}

const signatureOf = (after: readonly Mention[]): string => after.map(({ key }) => key).join('\n');
