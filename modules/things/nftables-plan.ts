// What a firewall of a text comes to where nftables does it: a table that nobody else writes, and the unit that loads it at boot.
// Pure.
import { isRefusal, type Probe, type Refusal, type State, type Step, type Tools } from '../contract.ts';
import { loaderText, type NftablesState, nftablesId, nftablesIn, nftablesProbe, rulesPath } from './nftables.ts';
import { ownFileProbes, validated, wantOwnFile, withoutFiles } from './own-file.ts';
import { pathId, pathSteps } from './path.ts';
import { type Asked, matchText } from './port-rule.ts';
import { systemIn, systemProbe } from './system.ts';
import { reloadStep, systemdProbe, UNIT_CHECK } from './systemd.ts';
import { ufwIn } from './ufw.ts';

const UNITS = '/etc/systemd/system';
const DROP = 'drop';

const tableOf = (name: string): string => `viki_${name}`;
const unitOf = (name: string): string => `${tableOf(name)}-firewall.service`;
const unitPath = (name: string): string => `${UNITS}/${unitOf(name)}`;
const fileOf = (name: string): string => rulesPath(tableOf(name));
const pathsOf = (name: string): readonly string[] => [unitPath(name), fileOf(name)];

export const tableId = (name: string): `nftables:${string}` => nftablesId(tableOf(name)) as `nftables:${string}`;
export const isLoaded = (state: State, name: string): boolean => nftablesIn(state, tableOf(name)).is === 'loaded';

export const tableProbes = (name: string): readonly Probe[] => [
  systemProbe,
  systemdProbe,
  nftablesProbe(tableOf(name)),
];
export const tableFiles = (name: string): readonly Probe[] => ownFileProbes(...pathsOf(name));

/** The whole file: what was there of that table goes and this comes in its place, in one moment. */
function textOf({ name, input = DROP, allow, deny, lines }: Asked): string {
  const table = `table inet ${tableOf(name)}`;
  const rules = [
    `type filter hook input priority 0; policy ${input};`,
    'ct state established,related accept',
    'iifname "lo" accept',
    'meta l4proto { icmp, ipv6-icmp } accept',
    'ip6 saddr fe80::/10 udp dport 546 accept',
    ...deny.map((rule) => `${matchText(rule)} drop`),
    ...lines,
    ...allow.map((rule) => `${matchText(rule)} accept`),
  ];
  const chain = ['\tchain input {', ...rules.map((rule) => `\t\t${rule}`), '\t}'];
  return [table, `delete ${table}`, `${table} {`, ...chain, '}', ''].join('\n');
}

function unfit(name: string, now: State, tools: Tools): Refusal | undefined {
  if (systemIn(now).init !== 'systemd') {
    const hint = 'leave this host out with `on` or `when`';
    return { refused: 'nothing on this host could load the rules at boot that viki knows (systemd)', hint };
  }
  const { is } = ufwIn(now);
  if (is === 'on' || is === 'stopped') {
    const hint = 'leave `with` out, so that ufw has the rules, or turn that off (`ufw disable`)';
    return { refused: 'ufw looks after what comes in on this host, and two of them would contradict each other', hint };
  }
  if (nftablesIn(now, tableOf(name)).is !== 'none' || tools.changesBefore) return undefined;
  return { refused: 'this host has no nftables', hint: 'add a `package` that brings it before this' };
}

export function wantTable(asked: Asked, now: State, tools: Tools): State | Refusal {
  const { name } = asked;
  const refusal = unfit(name, now, tools);
  if (refusal) return refusal;
  const content = tools.bytes(textOf(asked));
  const program = 'systemd';
  const rules = wantOwnFile({ path: fileOf(name), mode: '0600', content, program }, now, tools);
  if (isRefusal(rules)) return rules;
  const unit = { path: unitPath(name), mode: '0644', content: tools.bytes(loaderText(tableOf(name))), program };
  const written = wantOwnFile(unit, rules, tools);
  if (isRefusal(written)) return written;
  const loaded: NftablesState = { is: 'loaded', sha256: content.sha256 };
  return { ...written, [tableId(name)]: loaded };
}

export function withoutTable(name: string, now: State): State | Refusal {
  const without = withoutFiles(pathsOf(name), now);
  if (isRefusal(without) || nftablesIn(now, tableOf(name)).is === 'none') return without;
  return { ...without, [tableId(name)]: { is: 'absent' } };
}

const isSame = (one: NftablesState, other: NftablesState): boolean =>
  one.is === other.is && (one.is !== 'loaded' || other.is !== 'loaded' || one.sha256 === other.sha256);

function turnOf(name: string, from: State, to: State): readonly Step[] {
  const [was, is] = [nftablesIn(from, tableOf(name)), nftablesIn(to, tableOf(name))];
  // (what nobody has noted nobody can bring back)
  if (isSame(was, is) || is.is === 'changed') return [];
  const thing = tableId(name);
  if (is.is !== 'loaded') return [{ thing, to: is, title: `drop the rules of ${name}` }];
  const lost = was.is === 'changed' ? { oneWay: 'nobody has noted what somebody else changed in its table' } : {};
  return [{ thing, to: is, title: `load the rules of ${name}`, ...lost }];
}

export function tableSteps(name: string, from: State, to: State): readonly Step[] {
  const turn = turnOf(name, from, to);
  const checks = new Map([
    [pathId(fileOf(name)), { command: 'nft -c -f "$1"', name: `${tableOf(name)}.nft` }],
    [pathId(unitPath(name)), { command: UNIT_CHECK, name: unitOf(name) }],
  ]);
  const files = pathSteps(pathsOf(name), from, to).flatMap((step) => {
    const validation = checks.get(step.thing as `path:${string}`);
    return validation ? validated([step], validation) : [step];
  });
  const written = files.length === 0 ? [] : [...files, reloadStep(to)];
  return isLoaded(to, name) ? [...written, ...turn] : [...turn, ...written];
}
