// What this machine has set going on hosts and has not heard the end of: one small file per project in the extension's own
// folder, written before the first host is changed. A window that closes, or a machine that goes down, takes it from nobody.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../disk/replace.ts';
import type { Wish } from '../disk/seen.ts';
import type { ApplyResult, HostPlan, ProjectPlan, ResourceChange } from '../engine/result.ts';
import { isUnheard } from './folds/next.ts';
import { isChange } from './folds/words.ts';

const VERSION = 2;
const NAME_LENGTH = 32;

/** One host's run, and what is noted of it in state.vk.json when its end is known. */
export type GoingRun = {
  readonly host: string;
  readonly run: string;
  /** The resources that it is to change, by address. */
  readonly touches: readonly string[];
  readonly undoes?: string;
  readonly wish?: Wish;
};

export type Going = {
  readonly version: typeof VERSION;
  readonly work: 'apply' | 'rollback';
  readonly startedAt: number;
  /** The mark of the text that it is about. */
  readonly mark: string;
  readonly runs: readonly GoingRun[];
};

export function goingOf(
  work: Going['work'],
  plans: readonly HostPlan[],
  wishes: ReadonlyMap<string, Wish>,
  more: Pick<Going, 'startedAt' | 'mark'>,
): Going {
  const runs = plans.flatMap(({ host, request, undoes, changes }): GoingRun[] => {
    const wish = wishes.get(host);
    if (!request) return [];
    const touches = changes.filter(isChange).map(({ address }) => address);
    return [{ host, run: request.run, touches, ...(undoes === undefined ? {} : { undoes }), ...(wish && { wish }) }];
  });
  return { version: VERSION, work, runs, ...more };
}

/** What is left to be heard of; who asked some of the hosts only has heard nothing of the others. */
export function unheardOf(going: Going, results: readonly ApplyResult[]): Going {
  const heard = new Set(results.filter((result) => !isUnheard(result)).map(({ host }) => host));
  return { ...going, runs: going.runs.filter(({ host }) => !heard.has(host)) };
}

/** What goes on on these hosts. */
export const goingOn = (going: Going, hosts: readonly string[]): Going => ({
  ...going,
  runs: going.runs.filter(({ host }) => hosts.includes(host)),
});

const changeOf = (address: string): ResourceChange => {
  const nothing = { place: undefined, steps: [], differences: [], contents: [], refusal: undefined };
  return { address, action: 'change', ...nothing };
};

/** As much of a plan as views and state.vk.json show of a run that has ended. */
export function planOf({ work, runs }: Going): ProjectPlan {
  const nothing = { runs: [], request: undefined, before: {}, after: {}, confirm: undefined };
  return {
    hosts: runs.map(({ host, undoes, touches }) => {
      const plan = { host, kind: work, undoes, changes: touches.map(changeOf), ...nothing };
      return { host, result: { plan } };
    }),
  };
}

/** The files. One that can't be written or read is told to whoever asks: no run waits for it. */
export class GoingRuns {
  readonly #folder: string;
  #isClosing = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The window closes: what goes on is not over because it is no longer followed. */
  close(): void {
    this.#isClosing = true;
  }

  async read(project: string): Promise<Going | undefined> {
    const text = await readFile(this.#path(project), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      const going = JSON.parse(text) as Partial<Going>;
      return going.version === VERSION && Array.isArray(going.runs) ? (going as Going) : undefined;
    } catch {
      // Half a file tells nothing; the hosts still know their runs.
      return undefined;
    }
  }

  /** Notes what goes on in a project; nothing when nothing does. */
  async write(project: string, going: Going): Promise<void> {
    if (this.#isClosing) return;
    if (going.runs.length === 0) {
      await rm(this.#path(project), { force: true });
      return;
    }
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await replaceFile(this.#path(project), `${JSON.stringify(going)}\n`);
  }

  #path(project: string): string {
    const name = createHash('sha256').update(project).digest('hex').slice(0, NAME_LENGTH);
    return join(this.#folder, `${name}.json`);
  }
}
