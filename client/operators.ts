// One operator per project: it keeps the connections to the project's hosts open for a while, so that the next plan
// costs one round trip. It decides nothing about what is done over them.
import { createOperator, type Dependencies, type Operator } from '../engine/operate.ts';
import type { HostSettings, Project } from '../engine/project.ts';

const MINUTE_MILLISECONDS = 60_000;

type Kept = {
  readonly operator: Operator;
  readonly settings: string;
  users: number;
  idle: NodeJS.Timeout | undefined;
};

/** Connections are made for these settings; where a host was declared does not matter to them. */
export const settingsText = (hosts: ReadonlyMap<string, HostSettings>): string =>
  JSON.stringify([...hosts.values()].map((settings) => ({ ...settings, place: undefined })));

export class Operators {
  readonly #dependencies: (folder: string, project: Project) => Dependencies;
  readonly #keepMinutes: () => number;
  readonly #kept = new Map<string, Kept>();

  /** `keepMinutes`: how long connections stay open for the next task. */
  constructor(dependencies: (folder: string, project: Project) => Dependencies, keepMinutes: () => number) {
    this.#dependencies = dependencies;
    this.#keepMinutes = keepMinutes;
  }

  /** Lends the project's operator for one task. */
  async use<T>(folder: string, project: Project, task: (operator: Operator) => Promise<T>): Promise<T> {
    const kept = this.#keptFor(folder, project);
    kept.users += 1;
    clearTimeout(kept.idle);
    try {
      return await task(kept.operator);
    } finally {
      kept.users -= 1;
      if (kept.users === 0) this.#rest(folder, kept);
    }
  }

  /** Ends all connections; tasks that still go on fail as if the hosts had gone. */
  async close(): Promise<void> {
    const all = [...this.#kept.values()];
    this.#kept.clear();
    for (const kept of all) clearTimeout(kept.idle);
    await Promise.all(all.map(({ operator }) => operator.close()));
  }

  #keptFor(folder: string, project: Project): Kept {
    const settings = settingsText(project.hosts);
    const known = this.#kept.get(folder);
    if (known?.settings === settings) return known;
    const operator = createOperator(this.#dependencies(folder, project));
    const kept: Kept = { operator, settings, users: 0, idle: undefined };
    this.#kept.set(folder, kept);
    // A host that has moved in the text must not be reached where it was, nor hear the password that was for another.
    if (known?.users === 0) closeSoon(known);
    return kept;
  }

  #rest(folder: string, kept: Kept): void {
    if (this.#kept.get(folder) === kept) {
      kept.idle = setTimeout(() => closeSoon(kept), this.#keepMinutes() * MINUTE_MILLISECONDS);
    } else closeSoon(kept);
  }
}

/** Closes the connections; an operator that is used again makes new ones. */
function closeSoon(kept: Kept): void {
  clearTimeout(kept.idle);
  void kept.operator.close();
}
