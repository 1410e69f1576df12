// Octal modes in the letters of `ls -l` and in words, for hovers. Pure.
import { listed } from './sentences.ts';

export type ModeWords = {
  /** `rwxr-xr-x` */
  readonly letters: string;
  /** `owner: read, write, enter; group and others: read, enter` */
  readonly words: string;
};

/** What a mode is of: `x` means another thing on a folder than on a file. */
export type ModeOf = 'file' | 'folder' | 'any';

const WHO = ['owner', 'group', 'others'] as const;
const EXECUTE: { readonly [kind in ModeOf]: string } = { file: 'run', folder: 'enter', any: 'run or enter' };

/** Letters in the place of `x`, and what they mean. */
const SPECIAL: readonly {
  readonly bit: number;
  readonly letter: string;
  readonly means: { readonly [kind in ModeOf]: string };
}[] = [
  {
    bit: 4,
    letter: 's',
    means: { file: 'runs as its owner', folder: 'setuid, which folders ignore', any: 'a program runs as its owner' },
  },
  {
    bit: 2,
    letter: 's',
    means: {
      file: 'runs as its group',
      folder: 'what is made in it gets its group',
      any: 'a program runs as its group; what is made in a folder gets its group',
    },
  },
  {
    bit: 1,
    letter: 't',
    means: {
      file: 'sticky, which files ignore',
      folder: 'only the owner of an entry may remove it',
      any: 'in a folder, only the owner of an entry may remove it',
    },
  },
];

/** Three or four octal digits, as modules take them; undefined for everything else. */
export function modeInWords(mode: string, kind: ModeOf = 'any'): ModeWords | undefined {
  if (!/^[0-7]{3,4}$/.test(mode)) return undefined;
  const [special = 0, ...rights] = Array.from(mode.padStart(4, '0'), Number);
  const letters = rights.map((bits, at) => lettersOf(bits, special, at)).join('');
  const means = SPECIAL.filter(({ bit }) => (special & bit) !== 0).map((entry) => entry.means[kind]);
  return { letters, words: [...rightsInWords(rights, kind), ...means].join('; ') };
}

function lettersOf(bits: number, special: number, at: number): string {
  const [read, write] = [bits & 4 ? 'r' : '-', bits & 2 ? 'w' : '-'];
  const entry = SPECIAL[at];
  const isSpecial = entry !== undefined && (special & entry.bit) !== 0;
  // (a capital says that the right to execute, without which it has no effect, is missing)
  if (isSpecial) return read + write + (bits & 1 ? entry.letter : entry.letter.toUpperCase());
  return read + write + (bits & 1 ? 'x' : '-');
}

/** Those with the same rights are named together. */
function rightsInWords(rights: readonly number[], kind: ModeOf): readonly string[] {
  const groups = new Map<number, string[]>();
  for (const [at, bits] of rights.entries()) {
    const who = WHO[at] ?? '';
    const group = groups.get(bits);
    if (group) group.push(who);
    else groups.set(bits, [who]);
  }
  return [...groups].map(([bits, who]) => `${listed(who, 'and')}: ${bitsInWords(bits, kind)}`);
}

function bitsInWords(bits: number, kind: ModeOf): string {
  const words = [bits & 4 ? 'read' : '', bits & 2 ? 'write' : '', bits & 1 ? EXECUTE[kind] : ''].filter(
    (word) => word !== '',
  );
  return words.length === 0 ? 'nothing' : words.join(', ');
}
