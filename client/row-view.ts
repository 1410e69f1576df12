// A view of rows: hands the rows of a fold to VS Code, and draws again what changed of them and nothing else. It decides
// nothing, and makes no row before somebody looks.

import * as vscode from 'vscode';
import type { Desk } from './desk.ts';
import { saysAges } from './folds/headline.ts';
import type { TreeRow } from './folds/rows.ts';
import { say } from './folds/spoken.ts';
import { rangeOf, uriOf } from './messages.ts';

/** (VS Code takes no check box away from a row: with one and without, it is another row) */
const keyOf = ({ id, checked }: TreeRow): string => (checked === undefined ? id : `${id}\n[]`);

/** What VS Code knows a row by: it stays the same while the row changes. */
export class Shown {
  readonly key: string;
  row: TreeRow;
  /** The rows below it that VS Code has asked for. */
  below: readonly Shown[] | undefined;

  constructor(row: TreeRow) {
    this.key = keyOf(row);
    this.row = row;
  }

  /** What a command is about that starts from here. */
  get target(): TreeRow['target'] {
    return this.row.target;
  }
}

function openCommand({ opens, target }: TreeRow): vscode.Command | undefined {
  if (opens === undefined) return undefined;
  if (opens === 'problems') return { title: say`Show Problems`, command: 'workbench.actions.view.problems' };
  const selection = rangeOf(opens);
  return { title: say`Open Line`, command: 'vscode.open', arguments: [uriOf(target.folder, opens), { selection }] };
}

function checkboxOf({ checked, spoken }: TreeRow): vscode.TreeItem['checkboxState'] {
  if (checked === undefined) return undefined;
  const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
  const tooltip = checked
    ? say`Is among what is applied: uncheck to leave it out`
    : say`Left out: check to apply it too`;
  return { state: checked ? Checked : Unchecked, tooltip, accessibilityInformation: { label: say`apply ${spoken}` } };
}

function itemOf({ row }: Shown): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(row.label, row.children === undefined ? None : row.isOpen ? Expanded : Collapsed);
  const { name, color } = row.icon;
  const command = openCommand(row);
  const checkbox = checkboxOf(row);
  item.id = keyOf(row);
  item.description = row.description;
  item.iconPath = new vscode.ThemeIcon(name, color === undefined ? undefined : new vscode.ThemeColor(color));
  item.contextValue = row.context;
  item.accessibilityInformation = { label: row.spoken, role: checkbox ? 'checkbox' : 'treeitem' };
  if (checkbox) item.checkboxState = checkbox;
  if (command) item.command = command;
  return item;
}

const looksSame = (one: TreeRow, other: TreeRow): boolean =>
  one.label === other.label &&
  one.description === other.description &&
  one.checked === other.checked &&
  one.context === other.context &&
  one.icon.name === other.icon.name &&
  one.icon.color === other.icon.color &&
  (one.children === undefined) === (other.children === undefined);

const isSameData = (one: unknown, other: unknown): boolean =>
  one === other ||
  (Array.isArray(one) &&
    Array.isArray(other) &&
    one.length === other.length &&
    one.every((item, index) => item === other[index]));

export class RowProvider implements vscode.TreeDataProvider<Shown> {
  readonly #rows: () => readonly TreeRow[];
  readonly #changed = new vscode.EventEmitter<Shown | readonly Shown[] | undefined>();
  #known = new Map<string, Shown>();
  #top: readonly Shown[] | undefined;

  readonly onDidChangeTreeData = this.#changed.event as vscode.Event<Shown | Shown[] | undefined>;

  constructor(rows: () => readonly TreeRow[]) {
    this.#rows = rows;
  }

  getTreeItem(shown: Shown): vscode.TreeItem {
    return itemOf(shown);
  }

  resolveTreeItem(item: vscode.TreeItem, shown: Shown): vscode.TreeItem {
    item.tooltip = shown.row.tooltip();
    return item;
  }

  getChildren(shown?: Shown): Shown[] {
    const rows = (shown ? (shown.row.children?.() ?? []) : this.#rows()).map((row) => this.#shownFor(row));
    if (shown) shown.below = rows;
    else this.#top = rows;
    return rows;
  }

  /** Has VS Code ask again for what is not as it was: `all` when rows are made otherwise now, also from the same data. */
  refresh(all = false): void {
    if (!this.#top) return;
    const rows = this.#rows();
    const isSameList = rows.length === this.#top.length && rows.every((row, at) => keyOf(row) === this.#top?.[at]?.key);
    if (!isSameList) {
      this.#known = new Map();
      this.#changed.fire(undefined);
      return;
    }
    const changed = rows.flatMap((row, at) => this.#changesAt(this.#top?.[at] as Shown, row, all));
    if (changed.length > 0) this.#changed.fire(changed);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** The rows that must be drawn again: this one, or only some of those below it. */
  #changesAt(shown: Shown, row: TreeRow, all: boolean): readonly Shown[] {
    const before = shown.row;
    shown.row = row;
    if (!looksSame(before, row)) return [shown];
    if ((isSameData(before.data, row.data) && !all) || !shown.below) return [];
    const below = row.children?.() ?? [];
    const isSameList =
      below.length === shown.below.length && below.every((one, at) => keyOf(one) === shown.below?.[at]?.key);
    if (!isSameList) return [shown];
    return below.flatMap((one, at) => this.#changesAt(shown.below?.[at] as Shown, one, all));
  }

  #shownFor(row: TreeRow): Shown {
    const known = this.#known.get(keyOf(row));
    if (known) {
      known.row = row;
      return known;
    }
    const shown = new Shown(row);
    this.#known.set(shown.key, shown);
    return shown;
  }
}

/** "just now" grows old in rows too, while they are to be seen. */
export function followAges({ ages, boards }: Desk, view: vscode.TreeView<Shown>, rows: RowProvider): vscode.Disposable {
  const isShown = (): boolean => view.visible && boards.all().some(saysAges);
  return ages.follow({ isShown, redraw: () => rows.refresh(true) }, view.onDidChangeVisibility, boards.onDidChange);
}
