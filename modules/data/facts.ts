// The data `facts`: what a host is. Its system, its machine, its addresses, and what it installs and starts things with. Pure.
import type { JsonObject } from '../contract.ts';
import { type DataSource, TAB } from './contract.ts';

const ASK = `v_fact() { printf '%s\\t%s\\n' "$1" "$2"; }
for v_f in /etc/os-release /usr/lib/os-release; do
if [ -r "$v_f" ]; then sed -n -e 's/^ID=/os${TAB}/p' -e 's/^VERSION_ID=/version${TAB}/p' -e 's/^PRETTY_NAME=/title${TAB}/p' "$v_f"; break; fi
done
v_fact kernel "$(uname -r)"
v_fact arch "$(uname -m)"
v_fact hostname "$(uname -n)"
sed -n 's/^MemTotal: *\\([0-9]*\\) kB/memory${TAB}\\1/p' /proc/meminfo
v_fact cpus "$(grep -c '^processor' /proc/cpuinfo)"
if [ -d /run/systemd/system ]; then v_fact init systemd
elif [ -x /sbin/openrc-run ]; then v_fact init openrc
else v_fact init "$(cat /proc/1/comm)"; fi
for v_f in apt-get dnf yum zypper pacman apk; do
if command -v "$v_f" >/dev/null; then v_fact packages "$v_f"; break; fi
done
if command -v ip >/dev/null; then ip -o addr show | sed 's/^/address${TAB}/'
else for v_f in $(hostname -I || hostname -i); do v_fact address " inet $v_f/"; done; fi`;

const ADDRESS = / inet6? ([0-9a-f.:]+)(?:\/| )/;
const NOT_OURS = /^(127\.|::1$|fe80:)/;
const KIBIBYTE = 1024;
const PACKAGES: { readonly [command: string]: string } = { 'apt-get': 'apt' };

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/, '$2');

export const facts: DataSource = {
  name: 'facts',
  summary:
    'What a host is: os, version, kernel, arch, hostname, memory, cpus, addresses, init system, package manager.',
  spec: { fields: {}, required: [] },
  ask: () => ASK,
  parse(lines) {
    const told = lines.map((line) => line.split(TAB));
    const first = (name: string): string | undefined => {
      const value = unquoted(told.find(([word]) => word === name)?.[1] ?? '');
      return value === '' ? undefined : value;
    };
    const number = (name: string, times = 1): number | undefined => {
      const value = Number(first(name));
      return Number.isFinite(value) && value > 0 ? value * times : undefined;
    };
    const packages = first('packages');
    const addresses = told.flatMap(([word, text = '']) => (word === 'address' ? (ADDRESS.exec(text)?.[1] ?? []) : []));
    const known = {
      os: first('os'),
      version: first('version'),
      title: first('title'),
      kernel: first('kernel'),
      arch: first('arch'),
      hostname: first('hostname'),
      memoryBytes: number('memory', KIBIBYTE),
      cpus: number('cpus'),
      init: first('init'),
      packages: packages === undefined ? undefined : (PACKAGES[packages] ?? packages),
    };
    if (known.kernel === undefined) return { missing: 'the host told nothing of itself' };
    const entries = Object.entries(known).filter(([, value]) => value !== undefined);
    const found = Object.fromEntries(entries) as JsonObject;
    return { found: { ...found, addresses: [...new Set(addresses)].filter((address) => !NOT_OURS.test(address)) } };
  },
};
