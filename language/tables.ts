// Who declares a name, and who looked it up: what an edit changes is found by looking here, not by reading everything.
import type { Declaration } from './declaration.ts';

/** `kind:name`, or a question that has one answer per project (`hosts`). */
export type Key = string;

export const keyOf = ({ kind, name }: Declaration): Key => `${kind}:${name}`;

/** Declarations by key. Nearly always there is one per key. */
export class Names {
  readonly #byKey = new Map<Key, Set<Declaration>>();
  readonly #byKind = new Map<string, Map<string, number>>();
  readonly #sorted = new Map<string, readonly string[]>();

  add(declaration: Declaration): void {
    const key = keyOf(declaration);
    const known = this.#byKey.get(key);
    if (known) known.add(declaration);
    else this.#byKey.set(key, new Set([declaration]));
    const names = this.#byKind.get(declaration.kind) ?? new Map<string, number>();
    this.#byKind.set(declaration.kind, names);
    if (!names.has(declaration.name)) this.#sorted.delete(declaration.kind);
    names.set(declaration.name, (names.get(declaration.name) ?? 0) + 1);
  }

  remove(declaration: Declaration): void {
    const key = keyOf(declaration);
    const known = this.#byKey.get(key);
    if (!known?.delete(declaration)) return;
    if (known.size === 0) this.#byKey.delete(key);
    const names = this.#byKind.get(declaration.kind);
    const left = (names?.get(declaration.name) ?? 1) - 1;
    if (left === 0) {
      names?.delete(declaration.name);
      this.#sorted.delete(declaration.kind);
    } else names?.set(declaration.name, left);
  }

  /** In the order of the project's text: the first one counts. */
  all(key: Key): readonly Declaration[] {
    const known = this.#byKey.get(key);
    if (known === undefined) return [];
    return known.size < 2 ? [...known] : [...known].sort(inTextOrder);
  }

  first(key: Key): Declaration | undefined {
    return this.all(key)[0];
  }

  count(key: Key): number {
    return this.#byKey.get(key)?.size ?? 0;
  }

  hasKind(kind: Declaration['kind']): boolean {
    return (this.#byKind.get(kind)?.size ?? 0) > 0;
  }

  /** The names of a kind, sorted. */
  ofKind(kind: Declaration['kind']): readonly string[] {
    const known = this.#sorted.get(kind);
    if (known) return known;
    const sorted = [...(this.#byKind.get(kind)?.keys() ?? [])].sort();
    this.#sorted.set(kind, sorted);
    return sorted;
  }
}

/** Files are taken in the order of their names, and what stands in one from above. */
export function inTextOrder(one: Declaration, other: Declaration): number {
  if (one.piece.file !== other.piece.file) return one.piece.file < other.piece.file ? -1 : 1;
  const byPlace = one.piece.index - other.piece.index || one.entry.key.start - other.entry.key.start;
  if (byPlace !== 0 || one.name === other.name) return byPlace;
  // (what an alias brings stands where the alias stands)
  return one.name < other.name ? -1 : 1;
}

/** What each declaration looked up when it was read. */
export class Dependencies {
  readonly #dependents = new Map<Key, Set<Declaration>>();
  readonly #onChange: (key: Key) => void;
  readonly #keys = new Map<Declaration, Set<Key>>();

  /** `onChange` is told when a key is looked up for the first time, or by nobody any more. */
  constructor(onChange: (key: Key) => void) {
    this.#onChange = onChange;
  }

  record(declaration: Declaration, key: Key): void {
    const keys = this.#keys.get(declaration);
    if (keys?.has(key)) return;
    if (keys) keys.add(key);
    else this.#keys.set(declaration, new Set([key]));
    const dependents = this.#dependents.get(key);
    if (dependents) {
      dependents.add(declaration);
      return;
    }
    this.#dependents.set(key, new Set([declaration]));
    this.#onChange(key);
  }

  forget(declaration: Declaration): void {
    for (const key of this.#keys.get(declaration) ?? []) {
      const dependents = this.#dependents.get(key);
      dependents?.delete(declaration);
      if (dependents?.size !== 0) continue;
      this.#dependents.delete(key);
      this.#onChange(key);
    }
    this.#keys.delete(declaration);
  }

  on(key: Key): ReadonlySet<Declaration> {
    return this.#dependents.get(key) ?? NONE;
  }
}

const NONE: ReadonlySet<Declaration> = new Set();

/** Things that more than one may claim: for each claim, who does. */
export class Claims<Value> {
  readonly #byKey = new Map<Key, Map<Declaration, Value>>();

  set(key: Key, declaration: Declaration, value: Value): void {
    const known = this.#byKey.get(key);
    if (known) known.set(declaration, value);
    else this.#byKey.set(key, new Map([[declaration, value]]));
  }

  remove(key: Key, declaration: Declaration): void {
    const known = this.#byKey.get(key);
    known?.delete(declaration);
    if (known?.size === 0) this.#byKey.delete(key);
  }

  of(key: Key): ReadonlyMap<Declaration, Value> {
    return this.#byKey.get(key) ?? new Map();
  }
}
