// The data `ls` and `lsl`: what is in a folder, by names or with all that a long listing tells. Pure.
import { quote, type Spec, type SpecSchema } from '../contract.ts';
import type { DataSource, Found } from './contract.ts';

const KINDS: { readonly [letter: string]: string } = { '-': 'file', d: 'directory', l: 'link' };
const LONG_LINE = /^e ([-bcdlps])(\S{9})\S* (\S+) (\S+) (\d+) (-?\d+) \.\/(.+)$/s;

const spec: SpecSchema = {
  fields: {
    path: { type: 'string', description: 'The folder.', minLength: 1, examples: ['/var/lib/vz/template/iso', '~'] },
  },
  required: ['path'],
};

/** `~` is the home of whoever we are there. */
function pathWord(of: Spec): string {
  const path = String(of['path']);
  if (path === '~') return '"$HOME"';
  return path.startsWith('~/') ? `"$HOME"/${quote(path.slice(2))}` : quote(path);
}

const inFolder = (of: Spec, commands: string): string =>
  `(if cd -- ${pathWord(of)}; then ${commands}\necho .\nelif [ -e ${pathWord(of)} ]; then echo no; else echo absent; fi)`;

/** A name may have line ends: what does not begin as an entry goes on with the one before. */
function entries(lines: readonly string[], mark: string): readonly string[] {
  const joined: string[] = [];
  for (const line of lines) {
    if (line.startsWith(mark)) joined.push(line);
    else if (joined.length > 0) joined.push(`${joined.pop()}\n${line}`);
  }
  return joined;
}

function read(lines: readonly string[], mark: string, parse: (entries: readonly string[]) => Found): Found {
  const last = lines.at(-1);
  if (last === 'absent') return { missing: 'there is no such folder' };
  if (last !== '.') return { missing: 'it is no folder, or one that may not be read' };
  return parse(entries(lines.slice(0, -1), mark));
}

export const ls: DataSource = {
  name: 'ls',
  summary: 'The names of what is in a folder, without hidden ones.',
  spec,
  mainField: 'path',
  ask: (of) =>
    inFolder(of, `for v_f in *; do if [ -e "$v_f" ] || [ -L "$v_f" ]; then printf 'n %s\\n' "$v_f"; fi; done`),
  parse: (lines) => read(lines, 'n ', (names) => ({ found: names.map((name) => name.slice(2)) })),
};

export const lsl: DataSource = {
  name: 'lsl',
  summary: 'What is in a folder, hidden ones too: kind, permissions, owner, group, size in bytes and time of change.',
  spec,
  mainField: 'path',
  ask: (of) => inFolder(of, "find . ! -name . -prune -exec stat -c 'e %A %U %G %s %Y %n' {} +"),
  parse: (lines) =>
    read(lines, 'e ', (all) => {
      const found = all.flatMap((line) => {
        const [, kind = '', permissions = '', owner = '', group = '', size, changed, name = ''] =
          LONG_LINE.exec(line) ?? [];
        if (name === '') return [];
        const numbers = { sizeBytes: Number(size), changedAt: Number(changed) };
        return [{ name, kind: KINDS[kind] ?? 'other', permissions, owner, group, ...numbers }];
      });
      return { found: found.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
    }),
};
