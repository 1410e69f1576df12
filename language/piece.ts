// A piece of a file: whole lines that are parsed by themselves, once, when somebody first asks. Where it stands in its
// file is kept by its document and changes with the text around it; what it means does not.
import { Composer, Parser } from 'yaml';
import { type Fault, faultAt } from './fault.ts';
import { keyOf, lineFrom } from './lines.ts';
import { noColon } from './no-colon.ts';
import type { Cut, State } from './split.ts';
import { faultsOf } from './syntax.ts';
import { lineStartsOf, type Source } from './text.ts';
import { tooDeep } from './tokens.ts';
import { type Entry, entriesOf, type Node } from './tree.ts';
import { convert } from './yaml-tree.ts';

/** How deep values may lie in each other; the language itself needs less than ten. */
const NESTING_LIMIT = 100;

export type Parsed = {
  /** What a document that is no map is. */
  readonly root: Node | undefined;
  /** Aliases in them are not followed yet. */
  readonly entries: readonly Entry[];
  readonly anchors: ReadonlyMap<string, Node>;
  readonly hasAliases: boolean;
  readonly faults: readonly Fault[];
  /** Where the text first went wrong: what stands behind it may have been understood wrongly. */
  readonly brokenAt: number | undefined;
};

const NOTHING: Parsed = {
  root: undefined,
  entries: [],
  anchors: new Map(),
  hasAliases: false,
  faults: [],
  brokenAt: undefined,
};
const NO_PATH: readonly string[] = [];

export class Piece implements Source {
  readonly file: string;
  readonly text: string;
  readonly cut: Cut;
  /** The key of a header, as far as the line tells; the way of its entries goes through it. */
  readonly headerKey: string | undefined;
  readonly lineCount: number;

  // Where it stands; its document keeps these.
  /** What was open in front of it. */
  before: State;
  offset = 0;
  /** 0-based line of its beginning. */
  line = 0;
  index = 0;
  /** Which YAML document of the file it belongs to. */
  part = 0;
  /** The keys that its entries lie under. */
  path: readonly string[] = NO_PATH;
  header: Piece | undefined = undefined;
  /** The keys that the entries of a header lie under. */
  below: readonly string[] = NO_PATH;

  #parsed: Parsed | undefined;
  #lineStarts: readonly number[] | undefined;

  constructor(file: string, text: string, cut: Cut) {
    this.file = file;
    this.text = text;
    this.cut = cut;
    this.before = cut.before;
    this.headerKey = cut.isHeader ? keyOf(text, lineFrom(text, 0))?.key : undefined;
    this.lineCount = newlinesIn(text);
  }

  get lineStarts(): readonly number[] {
    this.#lineStarts ??= lineStartsOf(this.text);
    return this.#lineStarts;
  }

  get parsed(): Parsed {
    this.#parsed ??= parsePiece(this);
    return this.#parsed;
  }
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function parsePiece(piece: Piece): Parsed {
  const { text, cut } = piece;
  if (cut.kind === 'rest') return NOTHING;
  const tokens = [...new Parser().parse(text)];
  const deep = tooDeep(tokens, NESTING_LIMIT);
  if (deep !== undefined) {
    const message = `Values lie more than ${NESTING_LIMIT} levels deep in each other here`;
    const extras = { suggestion: 'Is a bracket or a dash repeated by mistake?' };
    return {
      ...NOTHING,
      faults: [faultAt(piece, { start: deep, end: deep + 1 }, 'too-large', message, extras)],
      brokenAt: deep,
    };
  }
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  const faults: Fault[] = [];
  const documents = [...composer.compose(tokens, false, text.length)];
  const complaints = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  const syntax = faultsOf(piece, tokens, complaints);
  // (to the parser, a `...` ends a document that says nothing)
  const yaml = documents[/^\.{3}(?:\s|$)/.test(text) ? 1 : 0]?.contents ?? null;
  const converted = convert(piece, yaml, faults);
  const brokenAt = syntax.brokenAt;
  const all = [...syntax.faults, ...faults];
  const shared = { anchors: converted?.anchors ?? NOTHING.anchors, hasAliases: converted?.hasAliases ?? false };
  if (cut.kind !== 'entry') return { root: converted?.node, entries: [], ...shared, faults: all, brokenAt };
  const { node } = converted ?? {};
  const isEntry = node === undefined || (node.kind === 'map' && text.charAt(node.start) !== '{');
  if (!isEntry) return wordOnly(piece, node, all, brokenAt);
  const entries = entriesOf(node);
  const faultsOfFrame = syntax.faults.length > 0 ? [] : [...valueInTheWay(piece, entries), ...unlikeNeighbours(piece)];
  return { root: undefined, entries, ...shared, faults: [...all, ...faultsOfFrame], brokenAt };
}

/** `mods`, and no colon: its name is known all the same. */
function wordOnly(piece: Piece, node: Node, faults: readonly Fault[], brokenAt: number | undefined): Parsed {
  if (faults.length > 0) return { ...NOTHING, faults, brokenAt: brokenAt ?? node.start };
  const { span, code, message, extras } = noColon(piece, node.start);
  const fault = faultAt(piece, span, code, message, { fix: extras?.fix });
  const key = { start: fault.start, end: fault.end, name: piece.text.slice(fault.start, fault.end) };
  const value: Node = { kind: 'scalar', start: key.end, end: key.end, value: null, style: 'plain' };
  const isName = fault.code === 'missing-colon' && /^[\w.-]+$/.test(key.name);
  return { ...NOTHING, entries: isName ? [{ key, value }] : [], faults: [fault], brokenAt: node.start };
}

/** `mods: x`, and entries below it. */
function valueInTheWay(piece: Piece, entries: readonly Entry[]): readonly Fault[] {
  const [entry] = entries;
  if (!piece.cut.isHeader || entry === undefined || entry.value.end === entry.value.start) return [];
  const { start, end } = entry.value;
  const fix = { title: 'Remove it', edits: [{ start: entry.key.end + 1, end, text: '' }] };
  const message = `Nothing may stand behind \`${entry.key.name}:\`, as its entries stand on the lines below it`;
  return [faultAt(piece, { start, end }, 'extra-text', message, { suggestion: 'Remove it.', fix })];
}

/** An indentation that no line around it has; what was meant is clear enough to go on. */
function unlikeNeighbours(piece: Piece): readonly Fault[] {
  const { expected } = piece.cut;
  if (expected === undefined) return [];
  const { indent, start, end } = lineFrom(piece.text, 0);
  const spaces = (count: number): string => (count === 1 ? '1 space' : `${count} spaces`);
  const span = indent === 0 ? { start, end } : { start, end: start + indent };
  const edits = [{ start, end: start + indent, text: ' '.repeat(expected) }];
  const suggestion = `It has ${spaces(indent)}; ${expected === 0 ? 'none' : expected} would fit.`;
  const fix = { title: `Indent by ${spaces(expected)}`, edits };
  const message = 'This line is indented unlike the lines around it';
  return [faultAt(piece, span, 'indentation', message, { suggestion, fix })];
}
