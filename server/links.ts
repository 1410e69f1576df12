// Paths and addresses in the text that lead to files and pages. It looks at no disk: whether they are there, the editor
// finds out when it follows them. Pure.
import type { Document, Piece } from '../language/index.ts';
import type { Span } from '../language/text.ts';
import type { Entry, Node } from '../language/tree.ts';
import { inFile } from './cursor.ts';

/** Where a piece of text leads to, as a URI. */
export type Link = Span & { readonly target: string };

/** Fields that name files of the machine that viki runs on, by the section that they stand in. */
const FILE_FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['mods', new Set(['source', 'template'])],
  ['hosts', new Set(['identity', 'known_hosts'])],
]);
const LINKS_LIMIT = 10_000;
const WEB_ADDRESS = /^https?:\/\/[^\s"'<>]+$/;

/** The links of a whole file. */
export const links = (document: Document): readonly Link[] =>
  document.pieces.flatMap((piece) => linksIn(piece)).slice(0, LINKS_LIMIT);

/** The links of one piece. */
export function linksIn(piece: Piece): readonly Link[] {
  const found: Link[] = [];
  for (const entry of piece.parsed.entries) collect(piece, piece.path, entry, found);
  return found;
}

function collect(piece: Piece, path: readonly string[], { key, value }: Entry, found: Link[]): void {
  const here = [...path, key.name];
  if (value.kind === 'map') for (const entry of value.entries) collect(piece, here, entry, found);
  else for (const node of value.kind === 'list' ? value.items : [value]) add(piece, here, node, found);
}

function add(piece: Piece, path: readonly string[], node: Node, found: Link[]): void {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.style === 'alias' || node.style === 'block')
    return;
  if (node.value === '' || node.value.includes('${')) return;
  const isFile = FILE_FIELDS.get(path[1] ?? '')?.has(path.at(-1) ?? '') === true;
  const target = WEB_ADDRESS.test(node.value) ? node.value : isFile ? fileTarget(piece.file, node.value) : undefined;
  if (target === undefined) return;
  const inner = node.style === 'quoted' ? 1 : 0;
  found.push({ ...inFile(piece, { start: node.start + inner, end: node.end - inner }), target });
}

/** `~` is the home of whoever runs viki, which the server does not know. */
function fileTarget(from: string, path: string): string | undefined {
  if (path.startsWith('~') || !URL.canParse(from)) return undefined;
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return URL.canParse(encoded, from) ? new URL(encoded, from).href : undefined;
}
