// Which keystrokes are measured: single edits of a generated project, spread over the whole file, each with the place
// where a problem must then be told. It knows the look of `documents.ts` and no server.

/** What a `textDocument/didChange` says: at this place, so many characters go and these come. All on one line. */
export type Change = {
  readonly line: number;
  readonly character: number;
  readonly removed: number;
  readonly inserted: string;
};

/** An edit of a sound text, and the edit that takes it back. */
export type Pair = {
  readonly kind: string;
  readonly there: Change;
  readonly back: Change;
  /** At least one of these lines must then have a problem, counted from 0; none: the text stays sound. */
  readonly problemLines: readonly number[];
  /** The problem can be seen without knowing more than YAML and the JSON schema. */
  readonly isPlain: boolean;
  /** What a completion at the place of the edit must offer; empty where none is asked for. */
  readonly label: string;
};

type Kind = {
  readonly kind: string;
  /** A line that can be edited so: the edit is where the first group ends. */
  readonly pattern: RegExp;
  /** What comes; a digit where nothing else is said. */
  readonly inserted?: string;
  /** How many characters at the end of the first group go. */
  readonly removed?: number;
  /** Where it makes a problem: on the line itself, or on all lines with this text, `*` being the edited word. */
  readonly problem?: 'here' | `${string}*${string}`;
  readonly isPlain?: boolean;
};

const ANY_DIGIT = '5';
/** Successive multiples of it, modulo one, fall evenly into any range, however many there are. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/** Half of them make a problem, the other half leave the text sound. */
const typing: readonly Kind[] = [
  { kind: 'a wrong value', pattern: /^( +mode: "\d{4})"/, problem: 'here', isPlain: true },
  { kind: 'a comment', pattern: /^( +# [A-Z].{8})/ },
  { kind: 'a wrong key', pattern: /^( {8}(?:owner|description)):/, inserted: 'x', problem: 'here', isPlain: true },
  { kind: 'a block scalar', pattern: /^( {12}# what is)/ },
  { kind: "a variable's name", pattern: /^( {4}\w+_port): \d/, inserted: 'x', problem: '${*}' },
  { kind: "a variable's value", pattern: /^( {4}\w+_port: \d+)$/ },
  { kind: 'a reference', pattern: /^( {8}path: \$\{\w+_home)\}/, inserted: 'x', problem: 'here' },
  { kind: 'a path', pattern: /^( {8}path: \/etc\/nginx\/sites-enabled\/\w+)\.conf$/ },
  { kind: 'an unknown address', pattern: /^( {8}after: \w+\.\w+)$/, inserted: 'x', problem: 'here' },
  { kind: 'a name that stands alone', pattern: /^( {6}\w+_settings):$/, inserted: 'x' },
  { kind: 'a name that others use', pattern: /^( {6}\w+_logs):/, inserted: 'x', problem: 'mkdir.*]' },
  { kind: 'a description', pattern: /^( {8}description: .{6})/ },
];

/** What breaks the text for a parser: the rest of the file must stay understood. */
const breaking: readonly Kind[] = [
  { kind: 'a quote opened', pattern: /^( {8}description: )/, inserted: '"', problem: 'here' },
  {
    kind: 'a colon deleted',
    pattern: /^( +(?:mods|mkdir|file|hosts|vars):)$/,
    inserted: '',
    removed: 1,
    problem: 'here',
  },
  { kind: 'a line at column 0', pattern: /^( {8})(?:mode|on): /, inserted: '', removed: 8, problem: 'here' },
];

/** A last letter is missing, and help is asked for: the second group is what must be offered. */
const halfWritten: readonly Kind[] = [
  { kind: 'a key', pattern: /^( {8}(owner)): deploy/, inserted: '', removed: 1, problem: 'here', isPlain: true },
];
const halfNamed: readonly Kind[] = [
  { kind: 'an address', pattern: /^( {8}after: (file\.\w+))$/, inserted: '', removed: 1, problem: 'here' },
  { kind: 'a variable', pattern: /^( {8}path: \$\{(\w+_home))\}/, inserted: '', removed: 1, problem: 'here' },
];

function pairAt(kind: Kind, line: number, lines: readonly string[]): Pair {
  const { inserted = ANY_DIGIT, removed = 0, problem, isPlain = false } = kind;
  const [, group = '', label = ''] = kind.pattern.exec(lines[line] ?? '') ?? [];
  const character = group.length - removed;
  const word = /\w*$/.exec(group)?.[0] ?? '';
  const wanted = problem?.replace('*', () => word) ?? '';
  const elsewhere = () => [...lines.keys()].filter((index) => lines[index]?.includes(wanted));
  return {
    kind: kind.kind,
    there: { line, character, removed, inserted },
    back: { line, character, removed: inserted.length, inserted: group.slice(character) },
    problemLines: problem === undefined ? [] : problem === 'here' ? [line] : elsewhere(),
    isPlain,
    label,
  };
}

/** So many pairs, the kinds in turn, each kind's places spread over the whole text. */
function pairs(kinds: readonly Kind[], text: string, count: number): readonly Pair[] {
  const lines = text.split('\n');
  const places = kinds.map((kind) => ({
    kind,
    lines: [...lines.keys()].filter((line) => kind.pattern.test(lines[line] ?? '')),
  }));
  const possible = places.filter((place) => place.lines.length > 0);
  return Array.from({ length: count }, (_, index) => {
    const place = possible[index % possible.length];
    if (place === undefined) throw new Error('no line of this text can be edited: it is not one of documents.ts');
    const fraction = (index * GOLDEN_RATIO) % 1;
    return pairAt(place.kind, place.lines[Math.floor(fraction * place.lines.length)] ?? 0, lines);
  });
}

export const typingPairs = (text: string, count: number): readonly Pair[] => pairs(typing, text, count);
export const breakingPairs = (text: string, count: number): readonly Pair[] => pairs(breaking, text, count);
export const keyPairs = (text: string, count: number): readonly Pair[] => pairs(halfWritten, text, count);
export const namePairs = (text: string, count: number): readonly Pair[] => pairs(halfNamed, text, count);

/** The text after an edit. */
export function applied(text: string, { line, character, removed, inserted }: Change): string {
  const lines = text.split('\n');
  const before = lines[line] ?? '';
  lines[line] = before.slice(0, character) + inserted + before.slice(character + removed);
  return lines.join('\n');
}
