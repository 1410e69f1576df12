// "Show Run" and "Compare Runs": what runs did on their hosts, as the hosts recorded it, one as a text and two as a diff.

import * as vscode from 'vscode';
import type { Desk } from '../desk.ts';
import type { DiffPair } from '../folds/documents.ts';
import { lastRunText } from '../folds/host-rows.ts';
import type { Asked } from '../folds/request.ts';
import { say } from '../folds/spoken.ts';
import { tellInfo } from '../messages.ts';
import { showDiffs, showDocument } from '../remote.ts';

type Runs = NonNullable<Asked['runs']>;

export async function showRunCommand(_desk: Desk, { folder, runs }: Asked): Promise<void> {
  const [first] = Object.entries(runs ?? {});
  if (folder === undefined || !first) {
    tellInfo(say`Choose a run in the view Runs.`);
    return;
  }
  const [host, run] = first;
  await showDocument({ folder, is: 'run', host, run });
}

/** Another run on the same hosts, picked by what it was. */
async function pickOther(desk: Desk, folder: string, runs: Runs): Promise<Runs | undefined> {
  const now = Date.now();
  const items = desk.boards.get(folder).hosts.flatMap(({ name, history }) =>
    (history?.runs ?? [])
      .filter(({ run }) => name in runs && runs[name] !== run)
      .toReversed()
      .map((run) => ({ label: name, description: lastRunText(run, now), detail: run.run, runs: { [name]: run.run } })),
  );
  if (items.length === 0) {
    tellInfo(say`There is no other run of this host to compare with. Refresh the runs to ask the host.`);
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { placeHolder: say`Compare with which run?` }))?.runs;
}

/** The same host in both; one with one, where each is of one host only. */
function pairsOf(folder: string, one: Runs, other: Runs): readonly DiffPair[] {
  const document = (host: string, run: string) => ({ folder, is: 'run', host, run }) as const;
  const pair = (first: readonly [string, string], second: readonly [string, string]): DiffPair => {
    // Names of runs sort by time: what was earlier stands on the left.
    const [left, right] = first[1] <= second[1] ? [first, second] : [second, first];
    const title = `${left[0]} ${left[1]} ↔ ${right[0]} ${right[1]}`;
    return { title, now: document(...left), wanted: document(...right) };
  };
  const [alone, otherAlone] = [Object.entries(one), Object.entries(other)];
  const [first, second] = [alone[0], otherAlone[0]];
  if (first && second && alone.length === 1 && otherAlone.length === 1) return [pair(first, second)];
  return alone.flatMap(([host, run]) => {
    const counterpart = other[host];
    return counterpart === undefined ? [] : [pair([host, run], [host, counterpart])];
  });
}

export async function compareRunsCommand(desk: Desk, { folder, runs, selected = [] }: Asked): Promise<void> {
  if (folder === undefined || !runs) {
    tellInfo(say`Choose one or two runs in the view Runs.`);
    return;
  }
  const others = selected.flatMap((one) => (one.folder === folder && one.runs ? [one.runs] : []));
  const chosen = others.find((one) => JSON.stringify(one) !== JSON.stringify(runs));
  const other = chosen ?? (await pickOther(desk, folder, runs));
  if (!other) return;
  const pairs = pairsOf(folder, runs, other);
  if (pairs.length === 0) tellInfo(say`These runs have no host in common, so there is nothing to compare.`);
  else await showDiffs(say`Two runs: what each did`, pairs);
}
