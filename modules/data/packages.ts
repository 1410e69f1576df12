// The data `packages`: what is installed, as the package manager of the host has it. Pure.
import { type DataSource, TAB } from './contract.ts';

// (the list of apk is a file of paragraphs, which are read here: asking apk itself takes a lock; BusyBox has an rpm, and
// nothing that it could tell of)
const ASK = `if command -v dpkg-query >/dev/null; then dpkg-query -W -f='\${db:Status-Status}\\t\${Package}\\t\${Version}\\t\${Architecture}\\n' && echo all
elif [ -r /lib/apk/db/installed ]; then grep '^[PVA]:' /lib/apk/db/installed && echo all
elif command -v rpm >/dev/null && { [ -d /var/lib/rpm ] || [ -d /usr/lib/sysimage/rpm ]; }; then rpm -qa --qf 'installed\\t%{NAME}\\t%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\\t%{ARCH}\\n' && echo all
elif command -v pacman >/dev/null; then pacman -Q | sed 's/^/pacman /' && echo all
else echo none; fi`;

type Package = { readonly name: string; readonly version: string; readonly arch: string | null };

const fromTable = (line: string): readonly Package[] => {
  const [status, name = '', version = '', arch = ''] = line.split(TAB);
  return status === 'installed' && arch !== '' ? [{ name, version, arch }] : [];
};

/** What a paragraph of apk says of one: name, version and architecture stand in this order in each. */
function fromApk(lines: readonly string[]): readonly Package[] {
  const found: { name: string; version: string; arch: string | null }[] = [];
  for (const line of lines) {
    const value = line.slice('P:'.length);
    if (line.startsWith('P:')) found.push({ name: value, version: '', arch: null });
    const last = found.at(-1);
    if (last && line.startsWith('V:')) last.version = value;
    if (last && line.startsWith('A:')) last.arch = value;
  }
  return found;
}

function fromPacman(line: string): readonly Package[] {
  const [word, name, version] = line.split(' ');
  return word === 'pacman' && name && version ? [{ name, version, arch: null }] : [];
}

export const packages: DataSource = {
  name: 'packages',
  summary: 'The installed packages: name, version and architecture (dpkg, rpm, apk, pacman).',
  spec: { fields: {}, required: [] },
  ask: () => ASK,
  parse(lines) {
    if (lines.at(-1) === 'none') return { missing: 'there is none of dpkg, rpm, apk and pacman' };
    if (lines.at(-1) !== 'all') return { missing: 'the package manager gave no whole answer' };
    const found = [...lines.flatMap(fromTable), ...fromApk(lines), ...lines.flatMap(fromPacman)];
    return { found: found.toSorted((one, other) => (one.name < other.name ? -1 : 1)) };
  },
};
