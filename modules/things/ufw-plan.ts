// What a firewall of a text comes to where ufw looks after the host: its states, the steps between two of them, whom they let
// in. Pure.
import type { Refusal, State, Step, Tools } from '../contract.ts';
import type { Asked } from './port-rule.ts';
import { type UfwInput, type UfwState, ufwId, ufwIn, ufwThing } from './ufw.ts';
import { listWith, othersIn, ufwListId } from './ufw_list.ts';
import { ufwRulesId, ufwRulesIn, ufwRulesState } from './ufw_rules.ts';
import { isAboutSame, letsIn, ruleLine, rulesOf, ruleTexts, type UfwRule, verdictOf } from './ufw-rule.ts';

const isRules = (rules: readonly UfwRule[] | Refusal): rules is readonly UfwRule[] => !('refused' in rules);

/** The rules that are to be its own: those that others have too stay theirs, and ufw can't have two about the same. */
function ownRules(asked: Asked, now: State, families: string): readonly UfwRule[] | Refusal {
  const others = othersIn(now, asked.name).map(({ rule }) => rule);
  const wanted = [
    ...asked.deny.flatMap((rule) => rulesOf(rule, 'deny', families)),
    ...asked.allow.flatMap((rule) => rulesOf(rule, 'allow', families)),
  ];
  const own: UfwRule[] = [];
  for (const rule of wanted) {
    const [text = ''] = ruleTexts([rule]);
    if (!families.includes(rule.family)) {
      const hint = 'set `IPV6=yes` in /etc/default/ufw, with a `line` before this';
      return { refused: `ufw looks after no IPv6 on this host, and can't ${text}`, hint };
    }
    // (of two of its own, the first counts: what may not come in)
    if (own.some((other) => isAboutSame(rule, other))) continue;
    const theirs = others.find((other) => isAboutSame(rule, other));
    if (theirs === undefined) own.push(rule);
    else if (verdictOf(theirs) !== verdictOf(rule)) {
      const [other = ''] = ruleTexts([theirs]);
      const hint = 'leave it out here, or take that one out of ufw (`ufw status numbered`, `ufw delete NUMBER`)';
      return { refused: `ufw can't ${text}: it has another rule about that already, ${other}`, hint };
    }
  }
  return own;
}

/** What `ufw reject` says to who may not come in is no less than to say nothing. */
function inputFor(asked: Asked, known: UfwState): UfwInput {
  if (asked.input !== undefined) return asked.input;
  return known.is !== 'absent' && known.input === 'reject' ? 'reject' : 'drop';
}

export function wantUfw(asked: Asked, now: State, tools: Tools): State | Refusal {
  const known = ufwIn(now);
  if (known.is === 'absent' && !tools.changesBefore) {
    return { refused: 'this host has no ufw', hint: 'add a `package` that brings it before this' };
  }
  if (asked.lines.length > 0) {
    const hint = 'say it with `allow` and `deny`, or give ufw such rules in its own words (/etc/ufw/before.rules)';
    return { refused: '`rules` are for nftables, and ufw looks after what comes in on this host', hint };
  }
  const families = known.is === 'absent' ? '46' : known.families;
  const rules = ownRules(asked, now, families);
  if (!isRules(rules)) return rules;
  const wanted: UfwState = { is: 'on', input: inputFor(asked, known), families };
  return { ...withRules(asked.name, rules, now), [ufwId]: wanted };
}

/** The states once it has these rules in ufw, which is left as it is. */
export function withRules(name: string, rules: readonly UfwRule[], now: State): State {
  if (rules.length === 0 && ufwRulesIn(now, name).length === 0) return now;
  const listed = { is: 'rules', rules: listWith(othersIn(now, name), name, rules) } as const;
  const isKnown = rules.length > 0 || now[ufwListId]?.['is'] === 'rules';
  return { ...now, [ufwRulesId(name)]: ufwRulesState(rules), ...(isKnown ? { [ufwListId]: listed } : {}) };
}

const textsOf = (state: State, name: string): string => ufwRulesIn(state, name).map(ruleLine).join(';');

function turnTitle(from: UfwState, to: UfwState): string {
  if (to.is === 'absent' || to.is === 'off') return 'turn ufw off';
  return from.is === 'on' ? `let ufw ${to.input} what no rule is about` : 'turn ufw on';
}

/** What is turned on or drops more does so once the rules are there, and what is turned off or drops less before they go. */
export function ufwSteps(name: string, from: State, to: State): readonly Step[] {
  const [was, is] = [ufwIn(from), ufwIn(to)];
  const [had, has] = [textsOf(from, name), textsOf(to, name)];
  const verb = had === '' ? 'add' : has === '' ? 'take' : 'change';
  const place = { add: 'to ufw', take: 'out of ufw', change: 'in ufw' }[verb];
  const title = `${verb} the rules of ${name} ${place}`;
  const rules = had === has ? [] : [{ thing: ufwRulesId(name), to: to[ufwRulesId(name)] ?? ufwRulesState([]), title }];
  // (what somebody stopped is not stopped again)
  if (ufwThing.print(was) === ufwThing.print(is) || is.is === 'stopped') return rules;
  const lost = was.is === 'stopped' ? { oneWay: 'it was turned on and stopped, and is not stopped again' } : {};
  const turn = { thing: ufwId, to: is, title: turnTitle(was, is), ...lost };
  return is.is === 'on' && is.input !== 'accept' ? [...rules, turn] : [turn, ...rules];
}

/** Does it let in who comes from there to that port? */
export function ufwLetsIn(name: string, state: State, address: string, port: number): boolean {
  const known = ufwIn(state);
  if (known.is !== 'on') return true;
  // (where it has no rules for addresses of IPv6, it lets in none of them)
  if (address.includes(':') && !address.includes('.') && known.families === '4') return false;
  const rules = listWith(othersIn(state, name), name, ufwRulesIn(state, name)).map(({ rule }) => rule);
  return letsIn(rules, address, port) ?? known.input === 'accept';
}
