// Variables that nobody looks up: kept from edit to edit, and looked at again only where somebody began or ceased to.
import { unusedVariable } from './conflicts.ts';
import type { Fault } from './fault.ts';
import { isLegacyHost } from './host-table.ts';
import type { Dependencies, Key, Names } from './tables.ts';

export class Unused {
  readonly #names: Names;
  readonly #dependencies: Dependencies;
  readonly #stale = new Set<Key>();
  readonly #keys = new Set<Key>();

  constructor(names: Names, dependencies: Dependencies) {
    this.#names = names;
    this.#dependencies = dependencies;
  }

  /** Something about this key has changed; only those of variables matter. */
  changed(key: Key): void {
    if (key.startsWith('variable:')) this.#stale.add(key);
  }

  settle(): void {
    for (const key of this.#stale) {
      const isUnused = this.#names.count(key) > 0 && this.#dependencies.on(key).size === 0;
      if (isUnused && !isLegacyHost(key.slice('variable:'.length))) this.#keys.add(key);
      else this.#keys.delete(key);
    }
    this.#stale.clear();
  }

  get faults(): readonly Fault[] {
    return [...this.#keys].flatMap((key) => this.#names.all(key).map(unusedVariable));
  }
}
