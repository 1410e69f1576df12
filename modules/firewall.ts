// The module `firewall`: who may come in, by a table of nftables that nobody else writes. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Step, type Tools } from './contract.ts';
import { connectionIn, connectionProbe } from './things/connection.ts';
import { loaderText, type NftablesState, nftablesId, nftablesIn, nftablesProbe, rulesPath } from './things/nftables.ts';
import { ownFileProbes, validated, wantOwnFile, withoutFiles } from './things/own-file.ts';
import { pathId, pathSteps } from './things/path.ts';
import { isAbout, matchText, type PortRule, portRule } from './things/port-rule.ts';
import { systemIn, systemProbe } from './things/system.ts';
import { reloadStep, systemdProbe, UNIT_CHECK } from './things/systemd.ts';

const UNITS = '/etc/systemd/system';
const DROP = 'drop';

const nameOf = (spec: Spec): string => String(spec['name']);
const tableOf = (spec: Spec): string => `viki_${nameOf(spec)}`;
const unitOf = (spec: Spec): string => `${tableOf(spec)}-firewall.service`;
const rulesOf = (spec: Spec): string => rulesPath(tableOf(spec));
const unitPath = (spec: Spec): string => `${UNITS}/${unitOf(spec)}`;
const pathsOf = (spec: Spec): readonly string[] => [unitPath(spec), rulesOf(spec)];
const inputOf = (spec: Spec): string => String(spec['input'] ?? DROP);
const linesOf = (spec: Spec): readonly string[] =>
  String(spec['rules'] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

type Ports = { readonly allow: readonly PortRule[]; readonly deny: readonly PortRule[] };

function portsOf(spec: Spec): Ports | Refusal {
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
  return 'refused' in deny ? deny : { allow, deny };
}

/** The whole file: what was there of that table goes and this comes in its place, in one moment. */
function textOf(spec: Spec, { allow, deny }: Ports): string {
  const table = `table inet ${tableOf(spec)}`;
  const rules = [
    `type filter hook input priority 0; policy ${inputOf(spec)};`,
    'ct state established,related accept',
    'iifname "lo" accept',
    'meta l4proto { icmp, ipv6-icmp } accept',
    'ip6 saddr fe80::/10 udp dport 546 accept',
    ...deny.map((rule) => `${matchText(rule)} drop`),
    ...linesOf(spec),
    ...allow.map((rule) => `${matchText(rule)} accept`),
  ];
  const chain = ['\tchain input {', ...rules.map((rule) => `\t\t${rule}`), '\t}'];
  return [table, `delete ${table}`, `${table} {`, ...chain, '}', ''].join('\n');
}

/** What to fear: who plans over SSH does not come in a second time. */
function warningOf(spec: Spec, now: State): string | undefined {
  const connection = connectionIn(now);
  const ports = portsOf(spec);
  if (connection.is !== 'ssh' || 'refused' in ports) return undefined;
  const { from, port } = connection;
  const has = (rules: readonly PortRule[]): boolean => rules.some((rule) => isAbout(rule, from, port));
  if (!has(ports.deny) && (inputOf(spec) !== DROP || has(ports.allow))) return undefined;
  const unless = linesOf(spec).length > 0 ? ', unless its `rules` do' : '';
  return `it lets nobody from ${from} in at port ${port}${unless}, which is how you are connected: allow \`${port}/tcp\`, or give the run a \`confirm\``;
}

function unfit(spec: Spec, now: State, tools: Tools): Refusal | undefined {
  if (systemIn(now).init !== 'systemd') {
    const hint = 'leave this host out with `on` or `when`';
    return { refused: 'nothing on this host could load the rules at boot that viki knows (systemd)', hint };
  }
  const found = nftablesIn(now, tableOf(spec));
  if (found.is === 'ufw') {
    const hint = 'turn that off (`ufw disable`), or leave this host out with `on` or `when`';
    return { refused: 'ufw looks after what comes in on this host, and two of them would contradict each other', hint };
  }
  if (found.is !== 'none' || tools.changesBefore) return undefined;
  return { refused: 'this host has no nftables', hint: 'add a `package` that brings it before this' };
}

function wantFirewall(spec: Spec, now: State, tools: Tools): State | Refusal {
  const ports = portsOf(spec);
  const refusal = unfit(spec, now, tools) ?? ('refused' in ports ? ports : undefined);
  if (refusal) return refusal;
  const content = tools.bytes(textOf(spec, ports as Ports));
  const program = 'systemd';
  const rules = wantOwnFile({ path: rulesOf(spec), mode: '0600', content, program }, now, tools);
  if (isRefusal(rules)) return rules;
  const unit = { path: unitPath(spec), mode: '0644', content: tools.bytes(loaderText(tableOf(spec))), program };
  const written = wantOwnFile(unit, rules, tools);
  if (isRefusal(written)) return written;
  const loaded: NftablesState = { is: 'loaded', sha256: content.sha256 };
  return { ...written, [nftablesId(tableOf(spec))]: loaded };
}

function absentFirewall(spec: Spec, now: State): State | Refusal {
  const without = withoutFiles(pathsOf(spec), now);
  if (isRefusal(without)) return without;
  const { is } = nftablesIn(now, tableOf(spec));
  return is === 'none' || is === 'ufw' ? without : { ...without, [nftablesId(tableOf(spec))]: { is: 'absent' } };
}

const isSame = (one: NftablesState, other: NftablesState): boolean =>
  one.is === other.is && (one.is !== 'loaded' || other.is !== 'loaded' || one.sha256 === other.sha256);

function turnOf(spec: Spec, from: State, to: State): readonly Step[] {
  const [was, is] = [nftablesIn(from, tableOf(spec)), nftablesIn(to, tableOf(spec))];
  // (what nobody has noted nobody can bring back)
  if (isSame(was, is) || is.is === 'changed') return [];
  const thing = nftablesId(tableOf(spec));
  if (is.is !== 'loaded') return [{ thing, to: is, title: `drop the rules of ${nameOf(spec)}` }];
  const warning = warningOf(spec, from);
  const lost = was.is === 'changed' ? { oneWay: 'nobody has noted what somebody else changed in its table' } : {};
  return [{ thing, to: is, title: `load the rules of ${nameOf(spec)}`, ...lost, ...(warning ? { warning } : {}) }];
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const turn = turnOf(spec, from, to);
  const checks = new Map([
    [pathId(rulesOf(spec)), { command: 'nft -c -f "$1"', name: `${tableOf(spec)}.nft` }],
    [pathId(unitPath(spec)), { command: UNIT_CHECK, name: unitOf(spec) }],
  ]);
  const files = pathSteps(pathsOf(spec), from, to).flatMap((step) => {
    const validation = checks.get(step.thing as `path:${string}`);
    return validation ? validated([step], validation) : [step];
  });
  const written = files.length === 0 ? [] : [...files, reloadStep(to)];
  return nftablesIn(to, tableOf(spec)).is === 'loaded' ? [...written, ...turn] : [...turn, ...written];
}

export const firewall: Module = {
  name: 'firewall',
  summary: 'Who may come in: rules about ports, in a table of nftables of their own, loaded all at once, also at boot.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'The name of its table, behind `viki_`.',
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
      rules: {
        type: 'string',
        description: 'More rules as nftables has them, one on a line, between what may not and what may come in.',
        examples: ['tcp dport 22 limit rate 10/minute accept\n'],
      },
    },
    required: ['name'],
  },
  mainField: 'name',
  key: (spec) => nftablesId(tableOf(spec)),
  read: (spec) => [
    systemProbe,
    systemdProbe,
    connectionProbe,
    nftablesProbe(tableOf(spec)),
    ...ownFileProbes(...pathsOf(spec)),
  ],
  want: wantFirewall,
  absent: absentFirewall,
  steps: stepsOf,
};
