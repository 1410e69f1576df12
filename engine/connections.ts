// Connections to hosts that stay open between questions, one for each host, on which one question is asked after another.
// It awaits hosts, and knows nothing of what their programs are about.
import { Breaker, delayBeforeNextTry, type Reach } from './breaker.ts';
import { type CancelSignal, HostError, type Program, type Session } from './host.ts';
import type { Dependencies } from './operator.ts';
import type { HostSettings, Project } from './project.ts';

/** A host whose settings change is another host; where they stand in the text does not matter. */
const keyOf = (settings: HostSettings): string =>
  JSON.stringify(settings, (field, value: unknown) => (field === 'place' ? undefined : value));

/** A session, and the promise of it by which it is known. */
type Usable = { readonly opening: Promise<Session>; readonly session: Session };

export function settingsOf(project: Project, host: string): HostSettings {
  const settings = project.hosts.get(host);
  if (!settings) throw new Error(`the project has no host ${host}`);
  return settings;
}

/** All of them, or those that are named. */
export const chosenHosts = (project: Project, names: readonly string[] | undefined): readonly HostSettings[] =>
  [...project.hosts.values()].filter(({ name }) => names?.includes(name) ?? true);

type Line = (line: string) => void;
type Needed = Pick<Dependencies, 'openHost' | 'emit' | 'now' | 'wait' | 'away'>;

export class Connections {
  readonly #dependencies: Needed;
  readonly #sessions = new Map<string, Promise<Session>>();
  /** The end of the queue of each host. */
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #breakers = new Map<string, Breaker>();

  constructor(dependencies: Needed) {
    this.#dependencies = dependencies;
  }

  /** Whether a host is asked at all, or was not reachable and is left alone for now. */
  reach(settings: HostSettings): Reach {
    return this.#breakerOf(settings).reach;
  }

  /** Runs a program that may be run twice, and gives its lines: a connection that died unnoticed is made anew, once. */
  async ask(settings: HostSettings, program: Program, cancel: CancelSignal | undefined): Promise<readonly string[]> {
    const wasOpen = this.#sessions.has(keyOf(settings));
    const lines: string[] = [];
    try {
      await this.run(settings, program, (line) => lines.push(line), cancel);
      return lines;
    } catch (error) {
      if (!wasOpen || lines.length > 0 || !(error instanceof HostError) || error.kind !== 'lost') throw error;
    }
    await this.run(settings, program, (line) => lines.push(line), cancel);
    return lines;
  }

  /** Runs a program when those before it on this host are done. */
  run(settings: HostSettings, program: Program, onLine: Line, cancel: CancelSignal | undefined): Promise<void> {
    const key = keyOf(settings);
    const before = this.#last.get(key) ?? Promise.resolve();
    const running = before.then(() => this.#runNow(settings, program, onLine, cancel));
    this.#last.set(
      key,
      running.catch(() => undefined),
    );
    return running;
  }

  async #runNow(
    settings: HostSettings,
    program: Program,
    onLine: Line,
    cancel: CancelSignal | undefined,
  ): Promise<void> {
    const { opening, session } = await this.#usable(settings, cancel);
    this.#dependencies.emit({ host: settings.name, what: program.request.kind === 'run' ? 'sending' : 'reading' });
    try {
      await session.run(program, onLine, cancel);
    } catch (error) {
      this.#forget(settings, opening);
      await session.close().catch(() => undefined);
      throw error;
    }
  }

  /** The open session, or a new one where that is known to have died: nothing has been sent on it, so nothing is lost. */
  async #usable(settings: HostSettings, cancel: CancelSignal | undefined): Promise<Usable> {
    const opening = this.#session(settings, cancel);
    const session = await opening;
    if (session.isOpen) return { opening, session };
    this.#forget(settings, opening);
    const again = this.#session(settings, cancel);
    return { opening: again, session: await again };
  }

  #session(settings: HostSettings, cancel: CancelSignal | undefined): Promise<Session> {
    const key = keyOf(settings);
    const known = this.#sessions.get(key);
    if (known !== undefined) return known;
    const opening = this.#open(settings, cancel);
    this.#sessions.set(key, opening);
    // A connection that failed is not the answer to the next question.
    opening.catch(() => this.#forget(settings, opening));
    return opening;
  }

  /** A new connection, tried more than once where that may help; a host that was not reachable is not asked too soon. */
  async #open(settings: HostSettings, cancel: CancelSignal | undefined): Promise<Session> {
    const { openHost, emit, now, wait } = this.#dependencies;
    const host = settings.name;
    const breaker = this.#breakerOf(settings);
    const refusal = this.#watched(host, breaker, () => breaker.begin(host, now()));
    if (refusal) throw refusal;
    emit({ host, what: 'connecting' });
    const startedAt = now();
    for (let tries = 1; ; tries += 1) {
      try {
        const session = await openHost(settings).open(cancel);
        this.#end(settings, breaker, undefined);
        return session;
      } catch (error) {
        const delay = wait && delayBeforeNextTry(tries, now() - startedAt, error);
        if (delay === undefined) {
          this.#end(settings, breaker, error);
          throw error;
        }
        emit({ host, what: 'retrying', why: (error as HostError).message, milliseconds: delay });
        await wait?.(delay, cancel);
      }
    }
  }

  /** A try has ended. What it found out is noted where it matters to who comes later: the usual case costs nothing. */
  #end(settings: HostSettings, breaker: Breaker, error: unknown): void {
    const { now, away } = this.#dependencies;
    const { rest: before } = breaker;
    this.#watched(settings.name, breaker, () => breaker.end(error, now()));
    const { rest } = breaker;
    if (rest?.since !== before?.since) away?.note(settings, rest);
  }

  /** Tells of it when a breaker is not what it was. */
  #watched<Answer>(host: string, breaker: Breaker, act: () => Answer): Answer {
    const { state } = breaker.reach;
    const answer = act();
    const { reach } = breaker;
    if (reach.state !== state) this.#dependencies.emit({ host, what: 'reach', reach });
    return answer;
  }

  #breakerOf(settings: HostSettings): Breaker {
    const key = keyOf(settings);
    const breaker = this.#breakers.get(key) ?? new Breaker(this.#dependencies.away?.recall(settings));
    this.#breakers.set(key, breaker);
    return breaker;
  }

  #forget(settings: HostSettings, session: Promise<Session>): void {
    const key = keyOf(settings);
    if (this.#sessions.get(key) === session) this.#sessions.delete(key);
  }

  /** Runs a program on a connection of its own, because the host's first one is busy. */
  async runAside(settings: HostSettings, program: Program): Promise<void> {
    const session = await this.#open(settings, undefined);
    try {
      await session.run(program, () => undefined);
    } finally {
      await session.close();
    }
  }

  /** Runs a program on a connection that is made now, whatever is known of the host, and once: does it let anybody in? */
  async runAnew(settings: HostSettings, program: Program, onLine: Line, cancel?: CancelSignal): Promise<void> {
    const session = await this.#dependencies.openHost(settings).open(cancel);
    try {
      await session.run(program, onLine, cancel);
    } finally {
      await session.close();
    }
  }

  async close(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all(sessions.map((session) => session.then((opened) => opened.close()).catch(() => undefined)));
  }
}
