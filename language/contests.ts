// Names and things that more than one may lay claim to: looked at again where somebody came or went.
import type { Claim } from './analysis.ts';
import { tellClaim, tellTwice } from './conflicts.ts';
import type { Declaration } from './declaration.ts';
import type { Fault } from './fault.ts';
import { Claims, type Key, keyOf, type Names } from './tables.ts';

const NAME = 'name ';

export class Contests {
  readonly #names: Names;
  readonly #claims = new Claims<readonly string[]>();
  readonly #stale = new Set<Key>();
  readonly #faults = new Map<Key, readonly Fault[]>();

  constructor(names: Names) {
    this.#names = names;
  }

  /** Every name is looked at for being given twice, wherever it stands. */
  named(declaration: Declaration): void {
    this.#stale.add(`${NAME}${keyOf(declaration)}`);
  }

  claim(declaration: Declaration, claims: readonly Claim[]): void {
    for (const { thing, hosts } of claims) {
      this.#claims.set(thing, declaration, hosts);
      this.#stale.add(thing);
    }
  }

  forget(declaration: Declaration, claims: readonly Claim[]): void {
    for (const { thing } of claims) {
      this.#claims.remove(thing, declaration);
      this.#stale.add(thing);
    }
  }

  /** Who claims a thing, and on which hosts. */
  claimants(thing: Key): ReadonlyMap<Declaration, readonly string[]> {
    return this.#claims.of(thing);
  }

  settle(): void {
    for (const key of this.#stale) {
      const faults = key.startsWith(NAME)
        ? tellTwice(this.#names.all(key.slice(NAME.length)))
        : tellClaim(key, this.#claims.of(key));
      if (faults.length > 0) this.#faults.set(key, faults);
      else this.#faults.delete(key);
    }
    this.#stale.clear();
  }

  get faults(): readonly Fault[] {
    return [...this.#faults.values()].flat();
  }
}
