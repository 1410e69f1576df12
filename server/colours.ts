// What words of the text are, for colours that know the project: modules, resources, hosts, groups, variables, and the
// words of expressions. What stands for nothing is left to the grammar, so that it looks unlike the others. Pure.
import { sortsOf } from '../language/catalog.ts';
import { type ExpressionToken, partsOf, tokensOf } from '../language/expression-tokens.ts';
import type { Document, LiveProject, Piece } from '../language/index.ts';
import type { Span } from '../language/text.ts';
import type { Node, ScalarNode } from '../language/tree.ts';
import { kindOf, nameOf, type Site, sitesIn } from './sites.ts';

/** The types of tokens that editors know colours for, in the order of the legend. */
export const COLOURS = [
  'namespace',
  'function',
  'class',
  'enum',
  'variable',
  'property',
  'keyword',
  'operator',
  'string',
  'number',
] as const;
export const SHADES = ['declaration', 'defaultLibrary'] as const;

export type Coloured = Span & {
  readonly colour: (typeof COLOURS)[number];
  readonly shades: readonly (typeof SHADES)[number][];
};

type Add = (span: Span, colour: Coloured['colour'], shade?: Coloured['shades'][number]) => void;

const COLOUR_OF: { readonly [kind: string]: Coloured['colour'] } = {
  resource: 'function',
  host: 'class',
  group: 'enum',
  variable: 'variable',
};
const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'default', 'true', 'false', 'null']);
const OPERATORS: ReadonlySet<string> = new Set(['==', '!=']);
/** What there is without anybody declaring it. */
const GIVEN: ReadonlySet<string> = new Set(['host', 'group', 'env', 'fact', 'each']);

/** In the order of the text; no two lie on each other, and none goes on over the end of a line. */
export function colours(live: LiveProject, document: Document, span?: Span): readonly Coloured[] {
  const pieces = document.pieces.filter(
    ({ offset, text }) => span === undefined || (offset <= span.end && span.start <= offset + text.length),
  );
  return pieces.flatMap((piece) => coloursIn(live, piece));
}

function coloursIn(live: LiveProject, piece: Piece): readonly Coloured[] {
  const found: Coloured[] = [];
  const add: Add = ({ start, end }, colour, shade) => {
    const isOneLine = end > start && !piece.text.slice(start, end).includes('\n');
    const shades = shade === undefined ? [] : [shade];
    if (isOneLine) found.push({ start: piece.offset + start, end: piece.offset + end, colour, shades });
  };
  for (const site of sitesIn(live, piece)) addSite(live, site, add);
  for (const { kind, path, entry } of live.declaredIn(piece)) {
    const [, section = ''] = path;
    if (kind === 'key' && path.length === 2 && sortsOf(section, live.outside.modules).has(entry.key.name))
      add(entry.key, 'namespace');
    if (kind === 'data' || kind === 'check') add(entry.key, 'function', 'declaration');
  }
  const known = new Set(found.map(({ start }) => start - piece.offset));
  const { root, entries } = piece.parsed;
  if (root !== undefined) addExpressions(piece, root, known, add);
  for (const { value } of entries) addExpressions(piece, value, known, add);
  const sorted = found.sort((one, other) => one.start - other.start || one.end - other.end);
  let end = 0;
  return sorted.filter((coloured) => {
    const isFree = coloured.start >= end;
    if (isFree) end = coloured.end;
    return isFree;
  });
}

function addSite(live: LiveProject, { key, role, piece, declaration, start, end }: Site, add: Add): void {
  const [kind, name] = [kindOf(key), nameOf(key)];
  const isKnown =
    live.declarationsOf(key).length > 0 ||
    (kind === 'group' && live.hosts().groups.has(name)) ||
    (kind === 'variable' && live.scopeOf(declaration).variable(name) !== undefined);
  const colour = COLOUR_OF[kind];
  if (!isKnown || colour === undefined) return;
  const span = { start: start - piece.offset, end: end - piece.offset };
  add(span, colour, role === 'declares' ? 'declaration' : undefined);
}

/** `known` is where the names begin that stand for something. */
function addExpressions(piece: Piece, node: Node, known: ReadonlySet<number>, add: Add): void {
  if (node.kind === 'list') for (const item of node.items) addExpressions(piece, item, known, add);
  else if (node.kind === 'map') for (const { value } of node.entries) addExpressions(piece, value, known, add);
  else if (typeof node.value === 'string' && node.value.includes('${')) addTokens(piece, node, known, add);
}

function addTokens(piece: Piece, node: ScalarNode, known: ReadonlySet<number>, add: Add): void {
  const written = piece.text.slice(node.start, node.end);
  for (const part of partsOf(written)) {
    if (part.kind !== 'expression' && part.kind !== 'open') continue;
    const tokens = tokensOf(written.slice(part.inner.start, part.inner.end), node.start + part.inner.start);
    let isKnown = false;
    tokens.forEach((token, index) => {
      const isFurther = tokens[index - 1]?.text === '.';
      const isGiven = GIVEN.has(token.text) && (tokens[index + 1]?.text === '.' || token.text === 'each');
      if (token.kind === 'word' && !isFurther) isKnown = isGiven || known.has(token.start);
      if (isFurther && token.kind !== 'symbol') {
        if (isKnown) add(token, 'property');
      } else if (isGiven) add(token, 'variable', 'defaultLibrary');
      else addWord(token, add);
    });
  }
}

function addWord(token: ExpressionToken, add: Add): void {
  if (token.kind === 'number') add(token, 'number');
  else if (token.kind === 'text') add(token, 'string');
  else if (token.kind === 'word' && KEYWORDS.has(token.text)) add(token, 'keyword');
  else if (OPERATORS.has(token.text)) add(token, 'operator');
}
