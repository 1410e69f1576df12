// "Show Difference" and what else can be looked at: hosts as they are beside what the plan makes of them, one change in the
// diff editor, many in one. It fetches nothing by itself.

import type { Desk } from '../desk.ts';
import { DIFFS_MAX, pairsOf } from '../folds/documents.ts';
import type { Asked } from '../folds/request.ts';
import { plural, say } from '../folds/spoken.ts';
import { hostNames } from '../folds/words.ts';
import { tellInfo } from '../messages.ts';
import { chooseFolder } from '../ready.ts';
import { showDiffs, showDocument } from '../remote.ts';

const PLAN_FIRST = say`Plan first to see what is there now.`;

export async function openDiffCommand(desk: Desk, asked: Asked): Promise<void> {
  const folder = await chooseFolder(asked);
  if (folder === undefined) return;
  const kept = desk.plans.get(folder);
  const pairs = kept ? pairsOf(folder, kept.plan, asked) : [];
  if (pairs.length === 0) {
    tellInfo(say`The last plan has nothing to compare here. ${PLAN_FIRST}`);
    return;
  }
  const shown = pairs.slice(0, DIFFS_MAX);
  if (shown.length < pairs.length) {
    tellInfo(
      say`The first ${DIFFS_MAX} of ${plural(pairs.length, 'difference')} are shown; open a host's for the others.`,
    );
  }
  const about = asked.address ?? kept?.project.name ?? '';
  const where = asked.hosts ? say` on ${hostNames(asked.hosts)}` : '';
  await showDiffs(say`${about}${where}: now ↔ wanted`, shown);
}

/** The file of a row as it is on its host, or on the first of its hosts. */
export async function openRemoteCommand(desk: Desk, asked: Asked): Promise<void> {
  const folder = await chooseFolder(asked);
  const kept = folder === undefined ? undefined : desk.plans.get(folder);
  const pair =
    folder !== undefined && kept ? pairsOf(folder, kept.plan, asked).find(({ now }) => now.is === 'file') : undefined;
  if (pair) await showDocument(pair.now);
  else tellInfo(say`The last plan changes no file here. ${PLAN_FIRST}`);
}

/** All things that the plan is about on a host: as they are, and as they would be. */
export async function openStateCommand(desk: Desk, asked: Asked): Promise<void> {
  const folder = await chooseFolder(asked);
  if (folder === undefined) return;
  const kept = desk.plans.get(folder);
  const hosts = kept?.plan.hosts.filter(
    ({ host, result }) => 'plan' in result && (asked.hosts?.includes(host) ?? true),
  );
  if (!hosts || hosts.length === 0) {
    tellInfo(say`No host was planned here. ${PLAN_FIRST}`);
    return;
  }
  const pairs = hosts.slice(0, DIFFS_MAX).map(({ host }) => {
    const state = { folder, is: 'state', host } as const;
    return {
      title: say`state of ${host}: now ↔ wanted`,
      now: { ...state, side: 'now' },
      wanted: { ...state, side: 'wanted' },
    } as const;
  });
  await showDiffs(say`state of ${hostNames(hosts.map(({ host }) => host))}: now ↔ wanted`, pairs);
}

export async function openPlanCommand(desk: Desk, asked: Asked): Promise<void> {
  const folder = await chooseFolder(asked);
  const kept = folder === undefined ? undefined : desk.plans.get(folder);
  if (folder !== undefined && kept) await showDocument({ folder, is: 'plan', name: kept.project.name });
  else tellInfo(say`There is no plan to show. ${PLAN_FIRST}`);
}
