// All rules of ufw about what comes in, as a thing that is only read: those of others stay, and count. The shell is in ufw.sh.
import { type JsonObject, type Probe, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { ufwLibrary } from './shell.generated.ts';
import { commentOf } from './ufw_rules.ts';
import { linesIn, ruleLine, ruleOf, type UfwRule, verdictOf } from './ufw-rule.ts';

/** `owner`: the comment of what viki has made, as ufw keeps it, else `-`. */
export type ListedRule = { readonly owner: string; readonly rule: UfwRule };

/** `absent`: the host has no ufw. */
export type UfwListState = { readonly is: 'absent' } | { readonly is: 'rules'; readonly rules: readonly ListedRule[] };

export const ufwListProbe: Probe = { type: 'ufw_list', at: '' };
export const ufwListId: ThingId = thingId(ufwListProbe);

/** What is not of this resource, in the order in which it counts. */
export function othersIn(state: State, name: string): readonly ListedRule[] {
  const value = state[ufwListId] as UfwListState | undefined;
  return value?.is === 'rules' ? value.rules.filter(({ owner }) => owner !== commentOf(name)) : [];
}

/** All of them once a resource has these: what it drops comes before the others, what it lets in behind them. */
export function listWith(
  others: readonly ListedRule[],
  name: string,
  rules: readonly UfwRule[],
): readonly ListedRule[] {
  const own = rules.map((rule) => ({ owner: commentOf(name), rule }));
  const isFirst = ({ rule }: ListedRule): boolean => verdictOf(rule) === 'deny';
  return [...own.filter(isFirst), ...others, ...own.filter((one) => !isFirst(one))];
}

function parseList(answer: string): UfwListState | undefined {
  if (answer === 'absent') return { is: 'absent' };
  const [all, text = ''] = /^rules:(.*)$/.exec(answer) ?? [];
  if (all === undefined) return undefined;
  const rules = linesIn(text).map((line): ListedRule | undefined => {
    const [, owner, rest = ''] = /^(-|76696b6920[0-9a-f]*) (.*)$/.exec(line) ?? [];
    const rule = ruleOf(rest);
    return owner === undefined || rule === undefined ? undefined : { owner, rule };
  });
  return rules.every((one) => one !== undefined) ? { is: 'rules', rules } : undefined;
}

function printList(state: JsonObject): string {
  const known = state as UfwListState;
  return known.is === 'absent'
    ? known.is
    : `rules:${known.rules.map(({ owner, rule }) => `${owner} ${ruleLine(rule)};`).join('')}`;
}

export const ufwListThing: ThingType = {
  type: 'ufw_list',
  library: ufwLibrary,
  ask: (all) => all.map(({ index }) => `v_ufw_list ${index}`).join('\n'),
  parse: parseList,
  print: printList,
  needs: () => [],
  differences: () => [],
};
