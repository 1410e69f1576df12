// `viki apply`: plans, shows, asks, and does exactly that plan; or a plan that was kept, if it is still true.
import { resolve } from 'node:path';
import { hostsToChange } from '../../client/folds/approval.ts';
import { plansOf } from '../../client/folds/words.ts';
import { mark, readSavedPlan } from '../../disk/saved-plan.ts';
import { wishes } from '../../disk/wish.ts';
import { isChanged } from '../../engine/outcome.ts';
import type { ProjectPlan } from '../../engine/result.ts';
import { type SavedPlan, type Stale, staleHost, staleText } from '../../engine/saved-plan.ts';
import { approveAndRun, endingOf, endingWithoutRuns } from '../approve.ts';
import { type Ending, EXIT, type Invocation } from '../command.ts';
import { planData } from '../data.ts';
import { meant, UsageError } from '../flags.ts';
import { staleData, staleLines } from '../stale-lines.ts';
import { atResources, type Desk } from '../work.ts';
import { isImpossible, makePlan, makePlanAsked, showPlan } from './plan.ts';

function refuseStale({ terminal, project }: Desk, stale: readonly Stale[], plan: ProjectPlan): Ending {
  const isDone = stale.every((one) => one.isDone);
  const message = isDone
    ? 'this plan has been done already, so nothing was touched'
    : 'the plan is stale, so nothing was touched';
  const hint = `make ${isDone ? 'another' : 'it anew'} with \`viki plan -o FILE\`, and look at it${isDone ? '' : ' again'}`;
  terminal.warn(...staleLines(stale, terminal.paintErrors), '', `viki: ${message}; ${hint}`);
  const error = { message, hint, stale: staleData(stale) };
  return { exit: EXIT.failed, document: { project: project.name, hosts: planData(plan), error } };
}

/** Is it still true? The text is compared first: where it is another, no host is asked. */
async function planAgain(desk: Desk, saved: SavedPlan): Promise<{ plan: ProjectPlan } | { ending: Ending }> {
  const { project, contents } = desk;
  const staleByText = staleText(saved, project, contents, mark);
  if (staleByText.length > 0) return { ending: refuseStale(desk, staleByText, { hosts: [] }) };
  const plan = await makePlan(desk);
  const stale = plansOf(plan).flatMap((host) => {
    const then = saved.hosts[host.host];
    return then ? staleHost(then, host, saved.project, mark) : [];
  });
  return stale.length > 0 ? { ending: refuseStale(desk, stale, plan) } : { plan };
}

async function perform(invocation: Invocation, desk: Desk, saved: SavedPlan | undefined): Promise<Ending> {
  const { terminal, project, contents } = desk;
  const made = saved ? await planAgain(desk, saved) : { plan: await makePlanAsked(desk) };
  if ('ending' in made) return made.ending;
  const { plan } = made;
  await showPlan(invocation, desk, plan);
  const isWhole = !isImpossible(plan);
  if (hostsToChange(plan).length === 0) return endingWithoutRuns(desk, plan, isWhole);
  const done = await approveAndRun(invocation, desk, plan, wishes(project, contents));
  if ('ending' in done) return done.ending;
  const changed = done.results.filter(isChanged).map(({ host }) => host);
  if (changed.length > 0) {
    // (of hosts that were left as they are, it would take back an earlier run)
    const isAll = changed.length === project.hosts.size;
    const { directory } = invocation.given;
    const words = [
      'viki rollback',
      directory && `-C ${directory}`,
      ...(isAll ? [] : changed.map((name) => `--host ${name}`)),
    ];
    terminal.say(`To take it back: ${words.filter((word) => word !== undefined).join(' ')}`);
  }
  return endingOf(desk, plan, done.results, isWhole);
}

/** Of a plan that was kept, what is about these hosts. */
function onHosts(plan: SavedPlan, names: readonly string[], shown: string): SavedPlan {
  const known = Object.keys(plan.hosts);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) {
    return { ...plan, hosts: Object.fromEntries(Object.entries(plan.hosts).filter(([host]) => names.includes(host))) };
  }
  throw new UsageError(`the plan ${shown} has no host ${unknown}`, meant(unknown, known, `it has ${known.join(', ')}`));
}

async function applySaved(invocation: Invocation, shown: string): Promise<Ending> {
  const { terminal, given } = invocation;
  if (given.resource) throw new UsageError('a plan that was kept names its resources itself', 'leave --resource out');
  const read = await readSavedPlan(resolve(shown), shown);
  if ('message' in read) {
    terminal.warn(`viki: ${read.message}; ${read.hint}`);
    return { exit: EXIT.failed, document: { error: read } };
  }
  const plan = given.host ? onHosts(read.plan, given.host, shown) : read.plan;
  // Whoever made the plan has seen it: that is what it is kept for.
  const approved = { ...invocation, given: { ...given, yes: true, ...(plan.only && { resource: plan.only }) } };
  const performSaved = (desk: Desk): Promise<Ending> => {
    const options = { ...desk.options, hosts: Object.keys(plan.hosts) };
    return perform(approved, { ...desk, options }, plan);
  };
  return atResources(approved, performSaved, plan.salt);
}

export async function run(invocation: Invocation): Promise<Ending> {
  const [shown, ...more] = invocation.words;
  const { rollback } = invocation.given;
  if (rollback !== undefined && rollback !== 'all') {
    throw new UsageError(`--rollback takes all, not ${rollback}`, 'each host that fails goes back by itself anyway');
  }
  if (more.length > 0) throw new UsageError('`viki apply` takes one plan', 'one file after another');
  if (shown !== undefined) return await applySaved(invocation, shown);
  return await atResources(invocation, (desk) => perform(invocation, desk, undefined));
}
