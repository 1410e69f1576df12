// The keys of hosts that nobody has met: all that are asked about at a time stand in one list with their fingerprints, and
// only those that are checked are trusted. More may join while it is open. It decides nothing by itself.

import * as vscode from 'vscode';
import type { HostKeyQuestion } from '../hosts/asker.ts';
import { say } from './folds/spoken.ts';

type KeyItem = vscode.QuickPickItem & { readonly question: HostKeyQuestion };

type Waiting = { readonly item: KeyItem; readonly answer: (isTrusted: boolean) => void };

const itemOf = (question: HostKeyQuestion): KeyItem => ({
  label: question.host,
  description: `${question.place} · ${question.type}`,
  detail: question.fingerprint,
  question,
});

const isSame = (one: HostKeyQuestion, other: HostKeyQuestion): boolean =>
  one.place === other.place && one.fingerprint === other.fingerprint;

const PLACEHOLDER = say`Check each fingerprint that is right, then press OK`;
const COMMAND = 'for key in /etc/ssh/ssh_host_*.pub; do ssh-keygen -lf "$key"; done';
const COPY: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('copy'),
  tooltip: say`Copy the command that tells the fingerprints at a host: ${COMMAND}`,
};

export class HostKeys {
  readonly #inTurn: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;
  #waiting: Waiting[] = [];
  #isListed = false;
  #grow: () => void = () => undefined;

  /** `inTurn` runs one question of the editor after the other. */
  constructor(inTurn: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>) {
    this.#inTurn = inTurn;
  }

  accept(question: HostKeyQuestion): Promise<boolean> {
    return new Promise((answer) => {
      // Twenty hosts behind one new jump host have one question.
      const same = this.#waiting.find(({ item }) => isSame(item.question, question));
      this.#waiting.push({ item: same?.item ?? itemOf(question), answer });
      this.#grow();
      if (this.#isListed) return;
      this.#isListed = true;
      void this.#inTurn(() => this.#ask());
    });
  }

  async #ask(): Promise<void> {
    const pick = vscode.window.createQuickPick<KeyItem>();
    pick.canSelectMany = true;
    pick.ignoreFocusOut = true;
    pick.placeholder = PLACEHOLDER;
    pick.buttons = [COPY];
    pick.onDidTriggerButton(() => vscode.env.clipboard.writeText(COMMAND));
    this.#grow = () => {
      const chosen = pick.selectedItems;
      const items = [...new Set(this.#waiting.map(({ item }) => item))];
      pick.title =
        items.length === 1
          ? say`viki: the key of 1 new host: trust it?`
          : say`viki: the keys of ${items.length} new hosts: trust them?`;
      pick.items = items;
      // (what has just joined has not been looked at)
      pick.selectedItems = chosen;
    };
    this.#grow();
    const trusted = await new Promise<readonly KeyItem[]>((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems));
      pick.onDidHide(() => resolve([]));
      pick.show();
    });
    const asked = this.#waiting;
    this.#waiting = [];
    this.#isListed = false;
    this.#grow = () => undefined;
    pick.dispose();
    for (const { item, answer } of asked) answer(trusted.includes(item));
  }
}
