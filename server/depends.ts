// What depends on a variable, host, group or resource, and what it depends on itself: editors show it as a hierarchy of
// calls. It follows what the text names; the order that resources get for other reasons is shown by a plan. Pure.
import type { Declaration, Document, LiveProject } from '../language/index.ts';
import { contains, type Span } from '../language/text.ts';
import { inFile } from './cursor.ts';
import { detailOf, spanOf } from './outline.ts';
import { kindOf, nameOf, originsOf, type Site, type SymbolKey, siteAt, sitesIn, sitesOf, symbolOf } from './sites.ts';

export type Dependent = {
  readonly name: string;
  readonly kind: Declaration['kind'];
  readonly detail: string | undefined;
  readonly file: string;
  readonly span: Span;
  readonly nameSpan: Span;
};

/** Somebody on the other side, and the mentions that connect the two. */
export type Dependence = { readonly item: Dependent; readonly mentions: readonly Span[] };

/** What the hierarchy begins with: the symbol that is named at an offset, or what is declared around it. */
export function dependentAt(live: LiveProject, document: Document, offset: number): Dependent | undefined {
  const key = siteAt(live, document, offset)?.key;
  if (key !== undefined) return itemOf(live, key);
  const declaration = declarationAt(live, document, offset);
  return declaration && itemFor(live, declaration);
}

/** What depends on it. */
export function incoming(live: LiveProject, document: Document, offset: number): readonly Dependence[] {
  const key = keyAt(live, document, offset);
  if (key === undefined) return [];
  const sites = sitesOf(live, key).filter((site) => site.role === 'names' && symbolOf(site.declaration) !== key);
  return [...groupBy(sites, (site) => site.declaration)].map(([declaration, mentions]) => ({
    item: itemFor(live, declaration),
    mentions,
  }));
}

/** What it depends on. */
export function outgoing(live: LiveProject, document: Document, offset: number): readonly Dependence[] {
  const key = siteAt(live, document, offset)?.key;
  const declaration = key === undefined ? declarationAt(live, document, offset) : live.declarationsOf(key)[0];
  if (declaration === undefined) return [];
  const own = symbolOf(declaration);
  const sites = sitesIn(live, declaration.piece).filter(
    (site) => site.declaration === declaration && site.role === 'names' && site.key !== own,
  );
  return [...groupBy(sites, (site) => site.key)].flatMap(([named, mentions]) => {
    const item = itemOf(live, named);
    return item === undefined ? [] : [{ item, mentions }];
  });
}

function keyAt(live: LiveProject, document: Document, offset: number): SymbolKey | undefined {
  const key = siteAt(live, document, offset)?.key;
  const declaration = key === undefined ? declarationAt(live, document, offset) : undefined;
  return key ?? (declaration && symbolOf(declaration));
}

/** The declaration that an offset lies in; keys of the frame depend on nothing. */
function declarationAt(live: LiveProject, document: Document, offset: number): Declaration | undefined {
  const piece = document.pieceAt(offset);
  const around = piece === undefined ? [] : live.declaredIn(piece);
  return around.find(({ kind, ...found }) => {
    if (kind === 'root' || kind === 'key') return false;
    return contains(spanOf({ kind, ...found }), offset);
  });
}

function itemOf(live: LiveProject, key: SymbolKey): Dependent | undefined {
  const [declaration] = live.declarationsOf(key);
  if (declaration !== undefined) return itemFor(live, declaration);
  const [origin] = originsOf(live, key);
  if (origin === undefined) return undefined;
  const { file, start, end } = origin;
  const kind = kindOf(key) as Declaration['kind'];
  return { name: nameOf(key), kind, detail: undefined, file, span: { start, end }, nameSpan: { start, end } };
}

function itemFor(live: LiveProject, declaration: Declaration): Dependent {
  const { name, kind, piece, entry } = declaration;
  const detail = detailOf(live, declaration);
  return { name, kind, detail, file: piece.file, span: spanOf(declaration), nameSpan: inFile(piece, entry.key) };
}

function groupBy<Key>(sites: readonly Site[], by: (site: Site) => Key): ReadonlyMap<Key, readonly Site[]> {
  const groups = new Map<Key, Site[]>();
  for (const site of sites) {
    const known = groups.get(by(site));
    if (known) known.push(site);
    else groups.set(by(site), [site]);
  }
  return groups;
}
