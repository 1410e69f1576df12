// Which part of a plan is to be applied: all of it, but what was left out by unchecking it. Pure: it may not import vscode.

/** `host\naddress` of what is left out. */
export type Choice = ReadonlySet<string>;

export const EVERYTHING: Choice = new Set();

const keyOf = (host: string, address: string): string => `${host}\n${address}`;

export const isChosen = (choice: Choice, host: string, address: string): boolean => !choice.has(keyOf(host, address));

export type Item = { readonly host: string; readonly address: string };

export function choose(choice: Choice, items: readonly Item[], isWanted: boolean): Choice {
  const left = new Set(choice);
  for (const { host, address } of items) {
    if (isWanted) left.delete(keyOf(host, address));
    else left.add(keyOf(host, address));
  }
  return left;
}
