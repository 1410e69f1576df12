// Which part of a plan is to be applied: all of it, but what was left out by unchecking it. Pure: it may not import vscode.
import type { Project } from '../../engine/project.ts';

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

/**
 * The project with only these of its resources: what the plan of a part is made from. The others are left out, which is not
 * the same as having left the text: nothing is done about them. `known` are all that a plan spoke of.
 */
export function partOf(project: Project, wanted: ReadonlySet<string>, known: readonly string[]): Project {
  const resources = project.resources.filter(({ address }) => wanted.has(address));
  const others = [...project.resources.map(({ address }) => address), ...known].filter((name) => !wanted.has(name));
  return { ...project, resources, leftOut: [...(project.leftOut ?? []), ...others] };
}
