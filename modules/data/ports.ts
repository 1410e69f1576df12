// The data `ports`: what listens on a host, and which process that is, as the kernel tells it. No tool has to be there. Pure.
import { type DataSource, TAB } from './contract.ts';

// A line of /proc/net: number, own address, other address, state (0A: it listens; 07: nobody in particular is on the other
// side), queues, timers, owner, time-out, inode. Which process has that socket is seen in the folders of all processes.
const ASK = `v_listening() { sed -n "s/^ *[0-9]*: \\([0-9A-F:]*\\) [0-9A-F]*:0000 $2 [0-9A-F:]* [0-9A-F:]* [0-9A-F]* *[0-9]* *[0-9]* \\([0-9]*\\) .*/port${TAB}$1${TAB}\\1${TAB}\\2/p" "/proc/net/$1" "/proc/net/\${1}6"; }
v_ports=$(v_listening tcp 0A; v_listening udp 07)
printf 'order\\t%s\\n' "$(printf '\\1\\0' | od -An -tu2 | tr -d ' ')"
printf '%s\\n' "$v_ports"
v_inodes=$(printf '%s\\n' "$v_ports" | sed 's/.*${TAB}//' | tr '\\n' '|')
v_folder=
ls -l /proc/[0-9]*/fd /proc/self/fd | grep -E "^/proc/[0-9]+/fd:|socket:\\[(\${v_inodes}0)\\]\\$" | while read -r v_q; do
case $v_q in
/proc/*) v_folder=\${v_q%/fd:} ;;
*) v_name=; read -r v_name <"$v_folder/comm"; v_q=\${v_q##*\\[}; printf 'process\\t%s\\t%s\\t%s\\n' "\${v_q%]}" "\${v_folder#/proc/}" "$v_name" ;;
esac
done
echo all`;

type Owner = { readonly pid: number; readonly name: string };
type Port = {
  readonly port: number;
  readonly protocol: string;
  readonly address: string;
  /** Null where we may not see whose it is. */
  readonly process: string | null;
  readonly pid: number | null;
};

const IP4_LENGTH = 8;
const HEX = /^[0-9A-F]+$/;

/** The kernel prints words of 32 bits as the processor has them. */
const byteWords = (hex: string, isLittle: boolean): string =>
  hex.replaceAll(/.{8}/g, (word) => (isLittle ? (word.match(/../g) ?? []).toReversed().join('') : word));

function addressText(hex: string, isLittle: boolean): string {
  const bytes = byteWords(hex, isLittle);
  if (hex.length === IP4_LENGTH) return (bytes.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join('.');
  const words = (bytes.match(/.{4}/g) ?? []).map((word) => Number.parseInt(word, 16).toString(16)).join(':');
  // (of the runs of zeros the longest is left out, the first of those that are as long)
  const runs = [...words.matchAll(/(?<![0-9a-f])0(:0)+(?![0-9a-f])/g)].map(([run]) => run);
  const [longest] = runs.toSorted((one, other) => other.length - one.length);
  if (longest === undefined) return words;
  const at = words.search(new RegExp(`(?<![0-9a-f])${longest}(?![0-9a-f])`));
  return `${words.slice(0, at).replace(/:$/, '')}::${words.slice(at + longest.length).replace(/^:/, '')}`;
}

/** Of a service with several processes, the first one: it is the one that made the socket. */
function ownersIn(told: readonly (readonly string[])[]): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const [word, inode = '', pid = '', name = ''] of told) {
    if (word !== 'process' || name === '') continue;
    const known = owners.get(inode);
    if (known === undefined || Number(pid) < known.pid) owners.set(inode, { pid: Number(pid), name });
  }
  return owners;
}

const byPort = (one: Port, other: Port): number => one.port - other.port || (keyOf(one) < keyOf(other) ? -1 : 1);
const keyOf = (one: Port): string => [one.port, one.protocol, one.address, one.process].join(' ');

export const ports: DataSource = {
  name: 'ports',
  summary: 'The ports that something listens on: protocol, address, and the process where we may see it.',
  spec: { fields: {}, required: [] },
  ask: () => ASK,
  parse(lines) {
    if (lines.at(-1) !== 'all') return { missing: 'the kernel told of no network' };
    const told = lines.map((line) => line.split(TAB));
    const isLittle = told.find(([word]) => word === 'order')?.[1] !== '256';
    const owners = ownersIn(told);
    const found = new Map<string, Port>();
    for (const [word, protocol = '', place = '', inode = ''] of told) {
      const [address = '', port = ''] = place.split(':');
      if (word !== 'port' || !HEX.test(address) || !HEX.test(port)) continue;
      const owner = owners.get(inode);
      const where = { port: Number.parseInt(port, 16), protocol, address: addressText(address, isLittle) };
      const one: Port = { ...where, process: owner?.name ?? null, pid: owner?.pid ?? null };
      // (several sockets of one service may share a port)
      if (!found.has(keyOf(one))) found.set(keyOf(one), one);
    }
    return { found: [...found.values()].toSorted(byPort) };
  },
};
