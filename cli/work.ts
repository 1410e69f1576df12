// What plan, apply, rollback and status have in common: the project, the way to its hosts, progress, Ctrl-C, the state file.
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { awayHosts } from '../disk/away.ts';
import { newRunId } from '../disk/run-id.ts';
import { type AskedFacts, onlyHosts, type SeenState, withToldFacts } from '../disk/seen.ts';
import { updateState } from '../disk/state.ts';
import { createOperator, type Operator, type Options } from '../engine/operate.ts';
import type { AwayHosts } from '../engine/operator.ts';
import { partOf } from '../engine/part.ts';
import type { Project } from '../engine/project.ts';
import { type Asker, QueuedAsker } from '../hosts/asker.ts';
import { openHost, type Way } from '../hosts/open.ts';
import { waitFor } from '../hosts/wait.ts';
import { terminalAsker } from './asker.ts';
import { cacheFolder } from './cache-folder.ts';
import type { Ending, Invocation } from './command.ts';
import { meant, UsageError } from './flags.ts';
import { type Interrupts, listenForInterrupts } from './interrupts.ts';
import { Progress } from './progress.ts';
import { type ReadText, readText, withSecrets } from './project.ts';
import type { Terminal } from './terminal.ts';

export type Desk = ReadText & {
  readonly terminal: Terminal;
  readonly asker: Asker;
  readonly operator: Operator;
  readonly progress: Progress;
  readonly interrupts: Interrupts;
  /** Hosts are being changed from now on, or no longer. */
  setChanging(isChanging: boolean): void;
  /** What hosts told of themselves, where the text depends on it. */
  readonly facts?: AskedFacts;
  /** Which hosts, and how to stop. */
  readonly options: Options;
};

/** Where the text depends on facts of its hosts, they are asked, and it is read again with them. */
async function withFacts(invocation: Invocation, desk: Desk): Promise<Desk | { readonly ending: Ending }> {
  const { project, operator, options, progress } = desk;
  if (!project.asksFacts) return desk;
  progress.begin('plan', options.hosts);
  const { known, failed } = await operator.facts(project, options);
  progress.end();
  const read = await readText(invocation, known);
  if ('ending' in read) return read;
  return { ...desk, ...read, facts: { known, at: Date.now() }, options: { ...options, failed } };
}

/** The same for work that is about the resources of the text, or those that are named, and not only about its hosts. `salt` is that of a plan that is
 * kept: with it secrets have the sums that they have there. */
export function atResources(
  invocation: Invocation,
  work: (desk: Desk) => Promise<Ending>,
  salt?: string,
): Promise<Ending> {
  return atDesk(invocation, async (desk) => {
    const known = await withFacts(invocation, desk);
    if ('ending' in known) return known.ending;
    const { resource } = invocation.given;
    const asked = resource ? { ...known, project: partOf(known.project, resource) } : known;
    const whole = await withSecrets(invocation, asked, asked.asker, salt);
    return 'ending' in whole ? whole.ending : await work(whole);
  });
}

/** Reads the project, makes the way to its hosts, and closes it again however the work ends. */
export async function atDesk(invocation: Invocation, work: (desk: Desk) => Promise<Ending>): Promise<Ending> {
  const read = await readText(invocation);
  if ('ending' in read) return read.ending;
  const { terminal, given } = invocation;
  const hosts = chosenHosts(read.project, given.host);
  checkProtected(read.project, given.protected);
  const progress = new Progress(terminal, read.project);
  const asker = new QueuedAsker(terminalAsker(terminal));
  const operator = operatorFor(invocation, read, asker, progress);
  let changing = false;
  const interrupts = listenForInterrupts(terminal, {
    isChanging: () => changing,
    onCancel: () => progress.cancelling(),
  });
  const { cancel, kill } = interrupts;
  const force = given.force ?? false;
  const options = { cancel, kill, force, ...(hosts === undefined ? {} : { hosts }) };
  const setChanging = (isChanging: boolean): void => {
    changing = isChanging;
  };
  try {
    return await work({ ...read, terminal, asker, operator, progress, interrupts, options, setChanging });
  } finally {
    progress.end();
    interrupts.stop();
    await operator.close();
  }
}

function chosenHosts(project: Project, given: readonly string[] | undefined): readonly string[] | undefined {
  const known = [...project.hosts.keys()];
  for (const name of given ?? []) {
    const there = known.length === 0 ? 'it has no hosts' : `it has ${known.join(', ')}`;
    if (!known.includes(name)) throw new UsageError(`${project.name} has no host ${name}`, meant(name, known, there));
  }
  return given;
}

/** A name that means nothing is a slip; one of something that is not protected is none, so a script may always give it. */
function checkProtected({ name: own, hosts, groups }: Project, given: readonly string[] | undefined): void {
  const known = [...groups.keys(), ...hosts.keys(), own];
  for (const name of given ?? []) {
    if (!known.includes(name))
      throw new UsageError(`${own} has no group or host ${name} to be protected`, meant(name, known, SEE_HOSTS));
  }
}

const SEE_HOSTS = '`viki status` lists its hosts';

function operatorFor({ terminal, given }: Invocation, read: ReadText, asker: Asker, progress: Progress): Operator {
  const debug = (line: string): void => {
    if (terminal.isVerbose) terminal.warn(terminal.paintErrors.dim(line));
  };
  const way: Way = {
    folder: read.folder,
    asker,
    environment: read.environment,
    hostKeys: given['accept-new'] ? 'accept-new' : 'ask',
    hosts: read.project.hosts,
    debug,
  };
  return createOperator({
    openHost: (settings) => openHost(settings, way),
    now: Date.now,
    wait: waitFor,
    newRunId: () => newRunId(Date.now()),
    who: `${userInfo().username}@${hostname()}`,
    emit: progress.event,
    away: awayFor(read.project, given.host, way.environment),
  });
}

/** A host that was silent for the last command does not cost its timeout again at once, unless it is what is wanted. */
function awayFor({ hosts }: Project, given: readonly string[] | undefined, environment: NodeJS.ProcessEnv): AwayHosts {
  return awayHosts(join(cacheFolder(environment), 'away'), Date.now, {
    isMeant: (host) => hosts.size === 1 || (given?.includes(host) ?? false),
    hintFor: (host) => `To have it tried at once, name it: --host ${host}`,
  });
}

/** Notes what was seen; what could not be noted is a warning, and no failure of the work. */
export async function note(
  { folder, project, terminal, facts }: Desk,
  change: (state: SeenState) => SeenState,
): Promise<void> {
  const names = new Set(project.hosts.keys());
  const warnings = await updateState(folder, project.name, (state) => {
    const next = change(state);
    return onlyHosts(facts ? withToldFacts(next, facts) : next, names);
  });
  for (const warning of warnings) terminal.warn(`viki: ${warning}`);
}
