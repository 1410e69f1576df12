// The view "Plan": what would change, by host or by resource, with check boxes for applying a part. It asks no host.

import * as vscode from 'vscode';
import type { Desk } from '../desk.ts';
import { type Item, isChosen } from '../folds/choice.ts';
import { isPending, planCounts, planMessage, planRows } from '../folds/plan-rows.ts';
import type { Asked } from '../folds/request.ts';
import type { Target } from '../folds/rows.ts';
import { plural, say } from '../folds/spoken.ts';
import { followAges, RowProvider, type Shown } from '../row-view.ts';

/** What a row with a check box stands for. */
function itemsOf(desk: Desk, { folder, host, hosts, address }: Target): readonly Item[] {
  const names = host === undefined ? hosts : [host];
  return desk.boards
    .get(folder)
    .hosts.filter(({ name }) => names?.includes(name) ?? true)
    .flatMap((row) =>
      row.resources
        .filter((resource) => isPending(row, resource) && (address === undefined || resource.address === address))
        .map((resource): Item => ({ host: row.name, address: resource.address })),
    );
}

/** Menus of the view ask for this. */
const setContext = (name: string, value: unknown): Thenable<unknown> =>
  vscode.commands.executeCommand('setContext', `viki.plan.${name}`, value);

export function registerPlanView(desk: Desk): vscode.Disposable {
  const { boards, choice } = desk;
  const provider = new RowProvider(() =>
    planRows(boards.all(), choice.shown, (folder) => choice.of(folder), Date.now()),
  );
  const view = vscode.window.createTreeView('viki.plan', {
    treeDataProvider: provider,
    showCollapseAll: true,
    // A host is checked when all below it is, also what is not shown.
    manageCheckboxStateManually: true,
  });
  const check = ({ items }: vscode.TreeCheckboxChangeEvent<Shown>): void => {
    for (const [{ target }, state] of items) {
      const isWanted = state === vscode.TreeItemCheckboxState.Checked;
      choice.choose(target.folder, itemsOf(desk, target), isWanted);
    }
  };
  const draw = (all: boolean): void => {
    provider.refresh(all);
    const { pending, hidden } = planCounts(boards.all(), choice.shown);
    view.message = planMessage(hidden, choice.shown) ?? '';
    view.badge = pending === 0 ? undefined : { value: pending, tooltip: say`${plural(pending, 'change')} to apply` };
  };
  const drawAsChosen = (): void => {
    const { by, onlyChanges, filter } = choice.shown;
    void setContext('by', by);
    void setContext('onlyChanges', onlyChanges);
    void setContext('filtered', filter !== '');
    draw(true);
  };
  drawAsChosen();
  return vscode.Disposable.from(
    provider,
    view,
    view.onDidChangeCheckboxState(check),
    followAges(desk, view, provider),
    boards.onDidChange(() => draw(false)),
    choice.onDidChange(drawAsChosen),
  );
}

/** The boxes of VS Code's own trees can't be reached by the keyboard; the menu of a row can. */
export function toggleRowCommand(desk: Desk, { folder, hosts, address }: Asked): void {
  if (folder === undefined) return;
  const items = itemsOf(desk, { folder, ...(hosts && { hosts }), ...(address !== undefined && { address }) });
  const choice = desk.choice.of(folder);
  const isWhole = items.every((item) => isChosen(choice, item.host, item.address));
  desk.choice.choose(folder, items, !isWhole);
}

export const showByHost = ({ choice }: Desk): void => choice.show({ by: 'host' });
export const showByResource = ({ choice }: Desk): void => choice.show({ by: 'resource' });
export const showAll = ({ choice }: Desk): void => choice.show({ onlyChanges: false });
export const showOnlyChanges = ({ choice }: Desk): void => choice.show({ onlyChanges: true });
export const clearFilter = ({ choice }: Desk): void => choice.show({ filter: '' });

export async function filterCommand({ choice }: Desk): Promise<void> {
  const filter = await vscode.window.showInputBox({
    title: say`Show only hosts and resources that have…`,
    placeHolder: say`a part of a name, such as nginx or web-1`,
    value: choice.shown.filter,
  });
  if (filter !== undefined) choice.show({ filter: filter.trim() });
}
