// The module `firewall`: who may come in, by rules of ufw, or by a table of nftables that nobody else writes. Pure: it never sees
// a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Step, type Tools } from './contract.ts';
import { connectionIn, connectionProbe } from './things/connection.ts';
import {
  isLoaded,
  tableFiles,
  tableId,
  tableProbes,
  tableSteps,
  wantTable,
  withoutTable,
} from './things/nftables-plan.ts';
import { notRootRefusal } from './things/own-file.ts';
import { type Asked, isAbout, type PortRule, portRule } from './things/port-rule.ts';
import { ufwIn, ufwProbe } from './things/ufw.ts';
import { ufwListProbe } from './things/ufw_list.ts';
import { ufwRulesIn, ufwRulesProbe } from './things/ufw_rules.ts';
import { ufwLetsIn, ufwSteps, wantUfw, withRules } from './things/ufw-plan.ts';

const nameOf = (spec: Spec): string => String(spec['name']);

function askedIn(spec: Spec): Asked | Refusal {
  const read = (field: string): readonly PortRule[] | Refusal => {
    const rules: PortRule[] = [];
    for (const text of (spec[field] ?? []) as readonly string[]) {
      const rule = portRule(text);
      if (rule === undefined) {
        // (no text that has one gets here; of all things, a firewall leaves nothing out in silence)
        const hint = 'write ports as `22/tcp`, `53`, `6000-6007/udp`, `22/tcp from 10.0.0.0/8` or `from 10.0.0.5`';
        return { refused: `\`${field}\` has "${text}", which is no rule about ports`, hint };
      }
      rules.push(rule);
    }
    return rules;
  };
  const [allow, deny] = [read('allow'), read('deny')];
  if ('refused' in allow) return allow;
  if ('refused' in deny) return deny;
  const lines = String(spec['rules'] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return { name: nameOf(spec), input: spec['input'] as Asked['input'], allow, deny, lines };
}

/** Who has the rules; the other one has none of this name. */
function isForUfw(spec: Spec, now: State): boolean {
  if (spec['with'] !== undefined) return spec['with'] === 'ufw';
  const { is } = ufwIn(now);
  return is === 'on' || is === 'stopped';
}

function wantFirewall(spec: Spec, now: State, tools: Tools): State | Refusal {
  const asked = askedIn(spec);
  const refusal = notRootRefusal(now) ?? ('refused' in asked ? asked : undefined);
  if (refusal || 'refused' in asked) return refusal ?? asked;
  if (!isForUfw(spec, now)) return wantTable(asked, withRules(asked.name, [], now), tools);
  const wanted = wantUfw(asked, now, tools);
  return isRefusal(wanted) ? wanted : withoutTable(asked.name, wanted);
}

const absentFirewall = (spec: Spec, now: State): State | Refusal =>
  withoutTable(nameOf(spec), withRules(nameOf(spec), [], now));

/** Do the rules of its table let in who comes from there to that port? */
function tableLetsIn({ input, allow, deny }: Asked, from: string, port: number): boolean {
  const has = (rules: readonly PortRule[]): boolean => rules.some((rule) => isAbout(rule, from, port));
  return !has(deny) && (input === 'accept' || has(allow));
}

/** What to fear: who plans over SSH does not come in a second time. */
function warningOf(spec: Spec, from: State, to: State): string | undefined {
  const asked = askedIn(spec);
  const connection = connectionIn({ ...to, ...from });
  if ('refused' in asked) return undefined;
  if (connection.is !== 'ssh') {
    const goes = ufwRulesIn(to, asked.name).length === 0 && ufwRulesIn(from, asked.name).length > 0;
    if (connection.is === 'none' || !goes) return undefined;
    return 'ufw stays as it is without these rules: see to it that you come in by others, or give the run a `confirm`';
  }
  const { from: address, port } = connection;
  const isShut = isLoaded(to, asked.name) && !tableLetsIn(asked, address, port);
  if (!isShut && ufwLetsIn(asked.name, to, address, port)) return undefined;
  const unless = isShut && asked.lines.length > 0 ? ', unless its `rules` do' : '';
  return `it lets nobody from ${address} in at port ${port}${unless}, which is how you are connected: allow \`${port}/tcp\`, or give the run a \`confirm\``;
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const [table, ufw] = [tableSteps(nameOf(spec), from, to), ufwSteps(nameOf(spec), from, to)];
  // (what comes is there before what it takes the place of goes)
  const steps = isLoaded(to, nameOf(spec)) ? [...table, ...ufw] : [...ufw, ...table];
  const warning = steps.length === 0 ? undefined : warningOf(spec, from, to);
  return warning === undefined ? steps : steps.map((step, index) => (index === 0 ? { ...step, warning } : step));
}

export const firewall: Module = {
  name: 'firewall',
  summary: 'Who may come in: rules about ports, for ufw or in a table of nftables of their own, also at boot.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description:
          'The name of its table, behind `viki_`, and of its rules in ufw, which have the comment `viki NAME`.',
        pattern: '^[A-Za-z0-9_]{1,40}$',
        patternHint: 'letters, digits and `_`',
        examples: ['main'],
      },
      input: {
        type: 'string',
        description: 'What becomes of what no rule is about.',
        enum: ['drop', 'accept'],
        defaultHint: '`drop`',
      },
      allow: {
        type: 'array',
        notation: 'ports',
        description:
          'What may come in: ports, with `/tcp` or `/udp` or both without, from everywhere or `from` a network.',
        examples: ['[22/tcp, 80/tcp, 443/tcp]', '["5432/tcp from 10.0.0.0/8"]'],
      },
      deny: {
        type: 'array',
        notation: 'ports',
        description: 'What may not, written in the same way; it counts before what may.',
        examples: ['["25/tcp", "from 203.0.113.7"]'],
      },
      with: {
        type: 'string',
        description: 'Who has the rules on the host. A ufw that is not turned on is turned on.',
        enum: ['ufw', 'nftables'],
        defaultHint: '`ufw` where it is turned on, else `nftables`',
      },
      rules: {
        type: 'string',
        description:
          'More rules as nftables has them, one on a line, between what may not and what may come in; ufw has none of these.',
        examples: ['tcp dport 22 limit rate 10/minute accept\n'],
      },
    },
    required: ['name'],
  },
  mainField: 'name',
  // Of what is in ufw, the rules of others stay and those that viki made go.
  eachForItself: true,
  key: (spec) => tableId(nameOf(spec)),
  read: (spec) => [
    connectionProbe,
    ufwListProbe,
    ...tableProbes(nameOf(spec)),
    ufwProbe,
    ufwRulesProbe(nameOf(spec)),
    ...tableFiles(nameOf(spec)),
  ],
  want: wantFirewall,
  absent: absentFirewall,
  steps: stepsOf,
};
