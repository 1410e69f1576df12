// Questions on the way to a host, asked at the editor, one at a time: a password in an input box, the keys of new hosts in
// a list with their fingerprints. What is told stays in memory, unless the person asks for it to be remembered.

import * as vscode from 'vscode';
import type { Project } from '../engine/project.ts';
import { type Asker, QueuedAsker, type SecretQuestion } from '../hosts/asker.ts';
import { say } from './folds/spoken.ts';
import { HostKeys } from './host-keys.ts';
import { settingsText } from './operators.ts';
import { isWorthKeeping, type Remembered, secretName } from './remembered.ts';

type Told = { readonly secret: string; readonly isToBeKept: boolean };

const FORGET: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('pinned'),
  tooltip: say`It will be remembered in the secret storage of this editor. Press to keep it in memory only`,
};
const REMEMBER: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('pin'),
  tooltip: say`Remember it in the secret storage of this editor`,
};

/** (nobody needs the answer any more when the work is cancelled that it is for) */
function askSecret(question: SecretQuestion, cancel: AbortSignal | undefined): Promise<Told | undefined> {
  if (cancel?.aborted) return Promise.resolve(undefined);
  const { host, prompt } = question;
  const mayKeep = isWorthKeeping(question);
  let isToBeKept = false;
  const box = vscode.window.createInputBox();
  const draw = (): void => {
    const kept = isToBeKept
      ? say`It will be remembered in the secret storage of this editor`
      : say`It is kept in memory only`;
    box.prompt = `${prompt}. ${kept}${mayKeep && !isToBeKept ? say`; the pin above remembers it` : ''}.`;
    box.buttons = mayKeep ? [isToBeKept ? FORGET : REMEMBER] : [];
  };
  box.title = `viki: ${host}`;
  box.password = true;
  // It is often fetched from another window.
  box.ignoreFocusOut = true;
  draw();
  const hide = (): void => box.hide();
  cancel?.addEventListener('abort', hide);
  return new Promise<Told | undefined>((resolve) => {
    box.onDidTriggerButton(() => {
      isToBeKept = !isToBeKept;
      draw();
    });
    box.onDidAccept(() => {
      resolve({ secret: box.value, isToBeKept });
      box.hide();
    });
    box.onDidHide(() => resolve(undefined));
    box.show();
  }).finally(() => {
    cancel?.removeEventListener('abort', hide);
    box.dispose();
  });
}

let last: Promise<unknown> = Promise.resolve();

/** The editor has one input box: a second question would put the first away, whichever project it comes from. */
function inTurn<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const answer = last.then(ask);
  last = answer.catch(() => undefined);
  return answer;
}

const hostKeys = new HostKeys(inTurn);

type Turn = {
  readonly warn: (line: string) => void;
  readonly hush: (what: string) => boolean;
  readonly cancel: AbortSignal | undefined;
};

/** A storage that can't be opened (a keychain that is locked) is a line in the log; the person is asked instead. */
async function tellSecret(
  name: string,
  question: SecretQuestion,
  remembered: Remembered,
  { warn, hush, cancel }: Turn,
): Promise<string | undefined> {
  const sorry = (error: unknown): undefined => {
    warn(`the editor's secret storage did not answer: ${String(error)}`);
  };
  const known = isWorthKeeping(question) ? await remembered.get(name).catch(sorry) : undefined;
  if (known !== undefined) return known;
  if (hush(question.prompt)) return undefined;
  const told = await inTurn(() => askSecret(question, cancel));
  if (told?.isToBeKept) await remembered.keep(name, told.secret).catch(sorry);
  return told?.secret;
}

export type Surroundings = {
  readonly remembered: Remembered;
  readonly warn: (line: string) => void;
  /** Whether nobody may be asked about this project now; `what` is kept for later. */
  readonly isHushed: (folder: string, what: string) => boolean;
  /** Tells when the work is cancelled that goes on now. */
  readonly cancelOf: (folder: string) => AbortSignal | undefined;
};

function editorAsker(folder: string, project: Project, surroundings: Surroundings): Asker {
  const { remembered, warn, isHushed, cancelOf } = surroundings;
  const nameOf = (question: SecretQuestion): string => secretName(folder, project, question);
  const hush = (what: string): boolean => isHushed(folder, what);
  /** What each question is for: when its turn comes, that may be over. */
  const cancels = new WeakMap<SecretQuestion, AbortSignal>();
  const queued = new QueuedAsker({
    secret: (question) =>
      tellSecret(nameOf(question), question, remembered, { warn, hush, cancel: cancels.get(question) }),
    acceptHostKey: () => Promise.resolve(false),
  });
  return {
    secret: (question) => {
      const own = { ...question };
      const cancel = cancelOf(folder);
      if (cancel) cancels.set(own, cancel);
      return queued.secret(own);
    },
    // (not in the queue: all that are asked about meanwhile are one list)
    acceptHostKey: async (question) =>
      !hush(say`whether the key of ${question.host} is right`) && (await hostKeys.accept(question, cancelOf(folder))),
    forget: (question) => {
      queued.forget(question);
      if (!isWorthKeeping(question)) return;
      const sorry = (error: unknown): void => warn(`a remembered secret could not be forgotten: ${String(error)}`);
      remembered.forget(nameOf(question)).catch(sorry);
    },
  };
}

/**
 * One asker for each project, which connections and the fields of resources ask by: what was told is told once. It is for the
 * hosts as they were then: with other settings of theirs, a name may stand for another machine, and is asked about anew.
 */
export class Askers {
  readonly #surroundings: Surroundings;
  readonly #known = new Map<string, { readonly settings: string; readonly asker: Asker }>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  of(folder: string, project: Project): Asker {
    const settings = settingsText(project.hosts);
    const known = this.#known.get(folder);
    if (known?.settings === settings) return known.asker;
    const asker = editorAsker(folder, project, this.#surroundings);
    this.#known.set(folder, { settings, asker });
    return asker;
  }

  /** Whatever was told is asked for again when it is needed next. */
  forget(): void {
    this.#known.clear();
  }
}
