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
  /** What a completion at the place of the edit must offer. */
  readonly label: string;
};

type Kind = {
  readonly kind: string;
  /** A line that can be edited so, with the group `kept` before the edit, and maybe `removed` behind it. */
  readonly pattern: RegExp;
  /** What comes; a digit where nothing else is said. */
  readonly inserted?: string;
  /** Where it makes a problem: on the line itself, or on all lines with this text, `*` being the edited word. */
  readonly problem?: 'here' | `${string}*${string}`;
  readonly isPlain?: boolean;
  /** What must be offered there, if it isn't the word that loses a letter. */
  readonly label?: string;
};

const ANY_DIGIT = '5';
/** Successive multiples of it, modulo one, fall evenly into any range, however many there are. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/** Half of them make a problem, the other half leave the text sound. */
const typing: readonly Kind[] = [
  { kind: 'a wrong value', pattern: /^(?<kept> +mode: "\d{4})"/, problem: 'here', isPlain: true },
  { kind: 'a comment', pattern: /^(?<kept> +# [A-Z].{8})/ },
  { kind: 'a wrong key', pattern: /^(?<kept> {8}(owner|description)):/, inserted: 'x', problem: 'here', isPlain: true },
  { kind: 'a block scalar', pattern: /^(?<kept> {12}# what is)/ },
  { kind: "a variable's name", pattern: /^(?<kept> {4}\w+_port): \d/, inserted: 'x', problem: '${*}' },
  { kind: "a variable's value", pattern: /^(?<kept> {4}\w+_port: \d+)$/ },
  { kind: 'a reference', pattern: /^(?<kept> {8}path: \$\{\w+_home)\}/, inserted: 'x', problem: 'here' },
  { kind: 'a path', pattern: /^(?<kept> {8}path: \/etc\/nginx\/sites-enabled\/\w+)\.conf$/ },
  { kind: 'an unknown address', pattern: /^(?<kept> {8}after: \w+\.\w+)$/, inserted: 'x', problem: 'here' },
  { kind: 'a name that stands alone', pattern: /^(?<kept> {6}\w+_settings):$/, inserted: 'x' },
  { kind: 'a name that others use', pattern: /^(?<kept> {6}\w+_logs):/, inserted: 'x', problem: 'mkdir.*]' },
  { kind: 'a description', pattern: /^(?<kept> {8}description: .{6})/ },
];

/** What breaks the text for a parser: the rest of the file must stay understood. */
const breaking: readonly Kind[] = [
  { kind: 'a quote opened', pattern: /^(?<kept> {8}description: )/, inserted: '"', problem: 'here' },
  {
    kind: 'a colon deleted',
    pattern: /^(?<kept> +(mods|mkdir|file|hosts|vars))(?<removed>:)$/,
    inserted: '',
    problem: 'here',
  },
  { kind: 'a line at column 0', pattern: /^(?<kept>)(?<removed> {8})(mode|on): /, inserted: '', problem: 'here' },
];

/** Keys that are being written when help is asked for. */
const keys: readonly Kind[] = [
  {
    kind: 'a key mended',
    pattern: /^(?<kept> {8}owne)(?<removed>r): deploy/,
    inserted: '',
    problem: 'here',
    isPlain: true,
  },
  {
    kind: 'a key begun',
    pattern: /^(?<kept> {8})(?<removed>description: .*)$/,
    inserted: 'o',
    problem: 'here',
    isPlain: true,
    label: 'owner',
  },
];

/** Names of the project that are being written when help is asked for. */
const names: readonly Kind[] = [
  { kind: 'an address', pattern: /^(?<kept> {8}after: file\.\w+)(?<removed>\w)$/, inserted: '', problem: 'here' },
  { kind: 'a variable', pattern: /^(?<kept> {8}path: \$\{\w+_hom)(?<removed>e)\}/, inserted: '', problem: 'here' },
];

function pairAt(kind: Kind, line: number, lines: readonly string[]): Pair {
  const { inserted = ANY_DIGIT, problem, isPlain = false } = kind;
  const groups = kind.pattern.exec(lines[line] ?? '')?.groups;
  const kept = groups?.['kept'] ?? '';
  const removed = groups?.['removed'] ?? '';
  const character = kept.length;
  const word = /[\w.]*$/.exec(kept + removed)?.[0] ?? '';
  const wanted = problem?.replace('*', () => word) ?? '';
  const elsewhere = () => [...lines.keys()].filter((index) => lines[index]?.includes(wanted));
  return {
    kind: kind.kind,
    there: { line, character, removed: removed.length, inserted },
    back: { line, character, removed: inserted.length, inserted: removed },
    problemLines: problem === undefined ? [] : problem === 'here' ? [line] : elsewhere(),
    isPlain,
    label: kind.label ?? word,
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
export const keyPairs = (text: string, count: number): readonly Pair[] => pairs(keys, text, count);
export const namePairs = (text: string, count: number): readonly Pair[] => pairs(names, text, count);

/** The text after an edit. */
export function applied(text: string, { line, character, removed, inserted }: Change): string {
  const lines = text.split('\n');
  const before = lines[line] ?? '';
  lines[line] = before.slice(0, character) + inserted + before.slice(character + removed);
  return lines.join('\n');
}
