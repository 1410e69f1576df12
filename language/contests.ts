// Names and things that more than one may lay claim to: looked at again where somebody came or went.
import type { Claim } from './analysis.ts';
import { tellClaim, tellParts, tellTwice } from './conflicts.ts';
import type { Declaration } from './declaration.ts';
import type { Fault } from './fault.ts';
import { Claims, type Key, keyOf, type Names } from './tables.ts';

const NAME = 'name ';

export class Contests {
  readonly #names: Names;
  readonly #claims = new Claims<readonly string[]>();
  /** Who has a part of a thing. */
  readonly #parts = new Claims<readonly string[]>();
  /** Who claims a thing and leaves parts of it to others. */
  readonly #leaving = new Claims<true>();
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
    for (const { thing, hosts, whole, leavesParts } of claims) {
      this.#claims.set(thing, declaration, hosts);
      this.#stale.add(thing);
      if (leavesParts) this.#leaving.set(thing, declaration, true);
      if (whole === undefined) continue;
      const others = this.#parts.of(whole).get(declaration) ?? [];
      this.#parts.set(whole, declaration, [...new Set([...others, ...hosts])]);
      this.#stale.add(whole);
    }
  }

  forget(declaration: Declaration, claims: readonly Claim[]): void {
    for (const { thing, whole } of claims) {
      this.#claims.remove(thing, declaration);
      this.#leaving.remove(thing, declaration);
      this.#stale.add(thing);
      if (whole === undefined) continue;
      this.#parts.remove(whole, declaration);
      this.#stale.add(whole);
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
        : [...tellClaim(key, this.#claims.of(key)), ...tellParts(key, this.#wholes(key), this.#parts.of(key))];
      if (faults.length > 0) this.#faults.set(key, faults);
      else this.#faults.delete(key);
    }
    this.#stale.clear();
  }

  /** Who claims all of a thing. */
  #wholes(thing: Key): ReadonlyMap<Declaration, readonly string[]> {
    const leaving = this.#leaving.of(thing);
    const claims = this.#claims.of(thing);
    return leaving.size === 0 ? claims : new Map([...claims].filter(([declaration]) => !leaving.has(declaration)));
  }

  get faults(): readonly Fault[] {
    return [...this.#faults.values()].flat();
  }
}
