// Where the text names variables, hosts, groups and resources, with offsets in the file: what definition, references,
// highlights, renaming and the hierarchy of calls are made of. Pure.
import type { Declaration, Document, LiveProject, Piece } from '../language/index.ts';
import { keyOf } from '../language/tables.ts';
import { contains, type Span } from '../language/text.ts';
import { childOf, entriesOf } from '../language/tree.ts';

/** What symbols are: `variable:port`, `resource:file.site`. */
export type SymbolKey = string;

/** One mention of a symbol; its span lies inside of the quotes. */
export type Site = Span & {
  readonly key: SymbolKey;
  readonly file: string;
  readonly piece: Piece;
  /** The declaration that the mention stands in. */
  readonly declaration: Declaration;
  /** Hosts and groups may set a variable that is declared elsewhere, or nowhere else. */
  readonly role: 'declares' | 'sets' | 'names';
};

const SYMBOLS: ReadonlySet<string> = new Set(['variable', 'host', 'group', 'resource']);

export const kindOf = (key: SymbolKey): string => key.slice(0, key.indexOf(':'));
export const nameOf = (key: SymbolKey): string => key.slice(key.indexOf(':') + 1);

/** Every mention that a piece holds, of one symbol or of any, in the order of its text. */
export function sitesIn(live: LiveProject, piece: Piece, wanted?: SymbolKey): readonly Site[] {
  const isWanted = (key: SymbolKey): boolean => wanted === undefined || key === wanted;
  const sites = new Map<string, Site>();
  for (const declaration of live.declaredIn(piece)) {
    for (const { key, ...span } of live.analysisOf(declaration)?.mentions ?? []) {
      if (isWanted(key)) add(sites, declaration, key, span);
    }
    if (declaration.kind !== 'host' && declaration.kind !== 'group') continue;
    for (const { key } of entriesOf(childOf(declaration.entry.value, 'vars'))) {
      if (isWanted(`variable:${key.name}`)) add(sites, declaration, `variable:${key.name}`, key, 'sets');
    }
  }
  return [...sites.values()].sort((one, other) => one.start - other.start || one.end - other.end);
}

/** What is read once for each host is mentioned once. */
function add(sites: Map<string, Site>, declaration: Declaration, key: SymbolKey, at: Span, role?: 'sets'): void {
  const { piece, entry } = declaration;
  const isOwn = keyOf(declaration) === key && entry.key.start <= at.start && at.end <= entry.key.end;
  const inside = withoutQuotes(piece, at);
  const [start, end] = [piece.offset + inside.start, piece.offset + inside.end];
  sites.set(`${key} ${start} ${end}`, {
    start,
    end,
    key,
    file: piece.file,
    piece,
    declaration,
    role: role ?? (isOwn ? 'declares' : 'names'),
  });
}

function withoutQuotes({ text }: Piece, { start, end }: Span): Span {
  const quote = text.charAt(start);
  const isQuoted = end - start >= 2 && /["']/.test(quote) && text.charAt(end - 1) === quote;
  return isQuoted ? { start: start + 1, end: end - 1 } : { start, end };
}

/** The mention at an offset; the shortest one where some lie in each other. */
export function siteAt(live: LiveProject, document: Document, offset: number): Site | undefined {
  const piece = document.pieceAt(offset);
  const sites = piece === undefined ? [] : sitesIn(live, piece).filter((site) => contains(site, offset));
  return sites.sort((one, other) => one.end - one.start - (other.end - other.start))[0];
}

export const sitesOfFile = (live: LiveProject, document: Document, key: SymbolKey): readonly Site[] =>
  document.pieces.flatMap((piece) => sitesIn(live, piece, key));

/** Every mention of a symbol in the project, in the order of the text. */
export const sitesOf = (live: LiveProject, key: SymbolKey): readonly Site[] =>
  live.files.flatMap((file) => {
    const document = live.document(file);
    return document === undefined ? [] : sitesOfFile(live, document, key);
  });

/** Where a symbol comes from: its declaration, and whoever sets it; a group that is only named, where it is named first. */
export function originsOf(live: LiveProject, key: SymbolKey): readonly Site[] {
  const sites = sitesOf(live, key);
  const origins = [...sites.filter(({ role }) => role === 'declares'), ...sites.filter(({ role }) => role === 'sets')];
  if (origins.length > 0) return origins;
  const isGroup = kindOf(key) === 'group' && live.hosts().groups.has(nameOf(key));
  return isGroup ? sites.slice(0, 1) : [];
}

/** The symbol that a declaration declares. */
export const symbolOf = (declaration: Declaration): SymbolKey | undefined =>
  SYMBOLS.has(declaration.kind) ? keyOf(declaration) : undefined;
