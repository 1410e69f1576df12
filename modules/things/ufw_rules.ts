// The rules of ufw that one resource has made, as things by its name: they have a comment that says so. The shell is in ufw.sh.
import { type Difference, type Probe, quote, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { ufwLibrary } from './shell.generated.ts';
import { linesIn, ruleLine, ruleOf, ruleTexts, type UfwRule } from './ufw-rule.ts';

export type UfwRulesState = { readonly is: 'absent' } | { readonly is: 'rules'; readonly rules: readonly UfwRule[] };

export const ufwRulesProbe = (name: string): Probe => ({ type: 'ufw_rules', at: name });
export const ufwRulesId = (name: string): ThingId => thingId(ufwRulesProbe(name));

export function ufwRulesIn(state: State, name: string): readonly UfwRule[] {
  const value = state[ufwRulesId(name)] as UfwRulesState | undefined;
  return value?.is === 'rules' ? value.rules : [];
}

export const ufwRulesState = (rules: readonly UfwRule[]): UfwRulesState =>
  rules.length === 0
    ? { is: 'absent' }
    : { is: 'rules', rules: rules.toSorted((one, other) => (ruleLine(one) < ruleLine(other) ? -1 : 1)) };

/** The comment, and as ufw keeps it: its letters in hexadecimal digits. */
const commentText = (name: string): string => `viki ${name}`;
export const commentOf = (name: string): string =>
  [...commentText(name)].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');

const textOf = (state: UfwRulesState): string => (state.is === 'rules' ? ruleTexts(state.rules).join(', ') : 'none');

function differencesOfRules(from: UfwRulesState, to: UfwRulesState): readonly Difference[] {
  const [was, is] = [textOf(from), textOf(to)];
  return was === is ? [] : [{ what: 'rules', from: was, to: is }];
}

export const ufwRulesThing: ThingType = {
  type: 'ufw_rules',
  onlyRoot: true,
  library: ufwLibrary,
  ask: (all) => all.map(({ index, at }) => `v_ufw_rules ${index} ${commentOf(at)}`).join('\n'),
  parse(answer): UfwRulesState | undefined {
    if (answer === 'absent') return { is: 'absent' };
    const [, text] = /^rules:(.+)$/.exec(answer) ?? [];
    const rules = text === undefined ? [] : linesIn(text).map(ruleOf);
    return rules.length > 0 && rules.every((rule) => rule !== undefined) ? { is: 'rules', rules } : undefined;
  },
  print(state) {
    const known = state as UfwRulesState;
    return known.is === 'rules' ? `rules:${known.rules.map((rule) => `${ruleLine(rule)};`).join('')}` : known.is;
  },
  set(name, to) {
    const wanted = to as UfwRulesState;
    const rules = wanted.is === 'rules' ? wanted.rules.map((rule) => quote(ruleLine(rule))) : [];
    return ['v_ufw_rules_set', commentOf(name), quote(commentText(name)), ...rules].join(' ');
  },
  needs: () => [],
  differences: (from, to) => differencesOfRules(from as UfwRulesState, to as UfwRulesState),
};
