// What the text of a piece is written of: its tokens in a row, each with how deep it lies. For whoever lays text out
// anew without reading it as data; it judges nothing, and broken text has no tokens here.
import { type CST, Parser } from 'yaml';
import { tooDeep } from './tokens.ts';

export type Token = {
  readonly kind: CST.Token['type'];
  readonly source: string;
  readonly start: number;
  /** How many levels below the piece's own entry it stands, where it is the first of its line. */
  readonly depth: number;
  /** The column of the block map or list that it lies in. */
  readonly column: number;
};

/** Values that lie deeper in each other are not laid out. */
const NESTING_LIMIT = 100;

/** Everything but spaces; undefined where the text is broken. */
export function tokensIn(text: string): readonly Token[] | undefined {
  const parsed = [...new Parser().parse(text)];
  if (tooDeep(parsed, NESTING_LIMIT) !== undefined) return undefined;
  const collected: Token[] = [];
  for (const token of parsed) collect(collected, token, 0, 0);
  return collected.some(({ kind }) => kind === 'error') ? undefined : collected;
}

type Sources = readonly CST.SourceToken[] | undefined;

function collect(into: Token[], token: CST.Token, depth: number, column: number): void {
  const all = (sources: Sources): void => {
    for (const source of sources ?? []) if (source.type !== 'space') add(into, source, depth, column);
  };
  switch (token.type) {
    case 'document':
      all(token.start);
      if (token.value) collect(into, token.value, depth, column);
      all(token.end);
      break;
    case 'block-map':
    case 'block-seq':
      for (const item of token.items) collectItem(into, item, depth, token.indent);
      break;
    case 'flow-collection':
      add(into, token.start, depth, column);
      for (const item of token.items) collectItem(into, item, depth, column);
      all(token.end);
      break;
    case 'block-scalar':
      for (const prop of token.props) if (prop.type !== 'space') add(into, prop, depth, column);
      // (the token itself is said to begin at its header)
      add(into, { ...token, offset: endOf(token.props.at(-1)) ?? token.offset }, depth, column);
      break;
    default:
      add(into, token, depth, column);
      if ('end' in token && token.type !== 'doc-end') all(token.end);
  }
}

const endOf = (token: CST.Token | undefined): number | undefined =>
  token !== undefined && 'source' in token ? token.offset + token.source.length : undefined;

function collectItem(into: Token[], item: CST.CollectionItem, depth: number, column: number): void {
  for (const source of item.start) if (source.type !== 'space') add(into, source, depth, column);
  const isExplicit = item.start.some(({ type }) => type === 'explicit-key-ind');
  if (item.key) collect(into, item.key, isExplicit ? depth + 1 : depth, column);
  let isBehind = false;
  for (const source of item.sep ?? []) {
    if (source.type !== 'space') add(into, source, isBehind ? depth + 1 : depth, column);
    isBehind ||= source.type === 'map-value-ind';
  }
  if (item.value) collect(into, item.value, depth + 1, column);
}

function add(into: Token[], token: CST.Token, depth: number, column: number): void {
  const source = 'source' in token ? token.source : '';
  into.push({ kind: token.type, source, start: token.offset, depth, column });
}
