// Tables of nftables as things: whether one is what its file says. The shell is in nftables.sh.
import { type Probe, quote, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { nftablesLibrary } from './shell.generated.ts';

export type NftablesState =
  /** `none`: the host has no nftables. `changed`: by somebody else. */
  | { readonly is: 'none' | 'absent' | 'changed' }
  /** With the sum of the file that was loaded. */
  | { readonly is: 'loaded'; readonly sha256: string };

export const nftablesProbe = (table: string): Probe => ({ type: 'nftables', at: table });
export const nftablesId = (table: string): ThingId => thingId(nftablesProbe(table));

export function nftablesIn(state: State, table: string): NftablesState {
  const value = state[nftablesId(table)];
  if (!value) throw new Error(`the table ${table} was not read`);
  return value as NftablesState;
}

/** Where the rules of a table lie. */
export const rulesPath = (table: string): string => `/etc/${table}-firewall.nft`;

/** Where it is noted what has been loaded since the boot. */
const NOTED = '/run/viki-firewall';

/** What loads them at boot, and notes what it has loaded as the shell does. */
export const loaderText = (table: string): string => {
  const file = rulesPath(table);
  const sums = `$$(sha256sum <${file} | cut -d " " -f 1) $$(nft -s list table inet ${table} | sha256sum | cut -d " " -f 1)`;
  const load = `/bin/sh -ec 'nft -f ${file}; echo "${table} ${sums}" >>${NOTED}'`;
  return [
    '[Unit]',
    'Description=The rules of the firewall that viki keeps',
    'DefaultDependencies=no',
    'Wants=network-pre.target',
    'Before=network-pre.target shutdown.target',
    'Conflicts=shutdown.target',
    // (that one begins by taking away all rules, also when it is read anew)
    'After=nftables.service',
    'PartOf=nftables.service',
    'ReloadPropagatedFrom=nftables.service',
    '',
    '[Service]',
    'Type=oneshot',
    'RemainAfterExit=yes',
    `ExecStart=${load}`,
    `ExecReload=${load}`,
    '',
    '[Install]',
    'WantedBy=sysinit.target',
    '',
  ].join('\n');
};

const WORDS = ['none', 'absent', 'changed'] as const;

export const nftablesThing: ThingType = {
  type: 'nftables',
  library: nftablesLibrary,
  ask: (all) => all.map(({ index, at }) => `v_nftables ${index} ${quote(at)}`).join('\n'),
  parse(answer): NftablesState | undefined {
    const [, sha256] = /^loaded:([0-9a-f]{64})$/.exec(answer) ?? [];
    if (sha256 !== undefined) return { is: 'loaded', sha256 };
    const is = WORDS.find((word) => word === answer);
    return is && { is };
  },
  print(state) {
    const known = state as NftablesState;
    return known.is === 'loaded' ? `loaded:${known.sha256}` : known.is;
  },
  set(table, to) {
    if (to['is'] === 'absent') return `v_nftables_drop ${quote(table)}`;
    return `v_nftables_load ${quote(table)} ${quote(rulesPath(table))}`;
  },
  needs: () => [],
  differences: () => [],
};
