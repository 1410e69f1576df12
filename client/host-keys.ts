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
  #hide: () => void = () => undefined;

  /** `inTurn` runs one question of the editor after the other. */
  constructor(inTurn: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>) {
    this.#inTurn = inTurn;
  }

  /** `cancel` tells when nobody needs the answer any more. */
  accept(question: HostKeyQuestion, cancel?: AbortSignal): Promise<boolean> {
    if (cancel?.aborted) return Promise.resolve(false);
    return new Promise((answer) => {
      // Twenty hosts behind one new jump host have one question.
      const same = this.#waiting.find(({ item }) => isSame(item.question, question));
      const waiting: Waiting = { item: same?.item ?? itemOf(question), answer };
      this.#waiting.push(waiting);
      cancel?.addEventListener('abort', () => this.#drop(waiting), { once: true });
      this.#grow();
      this.#list();
    });
  }

  #list(): void {
    if (this.#isListed) return;
    this.#isListed = true;
    void this.#inTurn(() => this.#ask());
  }

  #drop(dropped: Waiting): void {
    if (!this.#waiting.includes(dropped)) return;
    this.#waiting = this.#waiting.filter((waiting) => waiting !== dropped);
    dropped.answer(false);
    if (this.#waiting.length === 0) this.#hide();
    else this.#grow();
  }

  async #ask(): Promise<void> {
    if (this.#waiting.length === 0) {
      this.#isListed = false;
      return;
    }
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
      pick.selectedItems = chosen.filter((item) => items.includes(item));
    };
    this.#grow();
    let isMoot = false;
    this.#hide = () => {
      isMoot = true;
      pick.hide();
    };
    const trusted = await new Promise<readonly KeyItem[]>((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems));
      pick.onDidHide(() => resolve([]));
      pick.show();
    });
    // (who came after the list was put away has not been asked)
    const asked = isMoot ? [] : this.#waiting;
    this.#waiting = isMoot ? this.#waiting : [];
    this.#isListed = false;
    this.#grow = () => undefined;
    this.#hide = () => undefined;
    pick.dispose();
    if (this.#waiting.length > 0) this.#list();
    for (const { item, answer } of asked) answer(trusted.includes(item));
  }
}
