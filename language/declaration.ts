// What a piece declares: variables, hosts, groups, resources and the like, by the keys that they lie under. It looks at
// the outline only; what each declaration says is read elsewhere.
import type { Piece } from './piece.ts';
import type { Entry, Node } from './tree.ts';

export type Kind =
  /** A document that is no map. */
  | 'root'
  /** A key of the frame: `viki`, a section, a module. */
  | 'key'
  /** `name`, `stage`, `policy`, `on`: given once, read as a whole. */
  | 'single'
  | 'variable'
  | 'host'
  | 'group'
  | 'resource'
  | 'data'
  | 'check';

/** The order in which kinds are read: each looks up the ones before it. */
export const WAVES: readonly ReadonlySet<Kind>[] = [
  new Set(['variable', 'host', 'group']),
  new Set(['single']),
  new Set(['root', 'key', 'resource', 'data', 'check']),
];

export type Declaration = {
  readonly kind: Kind;
  readonly piece: Piece;
  /** The keys that it lies under. */
  readonly path: readonly string[];
  readonly entry: Entry;
  /** What others call it: `port`, `web-1`, `file.site`. */
  readonly name: string;
};

const KIND_OF_SECTION: { readonly [section: string]: Kind } = {
  vars: 'variable',
  hosts: 'host',
  groups: 'group',
  mods: 'resource',
  data: 'data',
  checks: 'check',
};
const SINGLES: ReadonlySet<string> = new Set(['name', 'stage', 'policy', 'on']);
/** Sections whose entries are modules, with names below them. */
const BY_MODULE: ReadonlySet<string> = new Set(['mods', 'data', 'checks']);

/** `entries` are the piece's, with aliases followed. */
export function declarationsOf(piece: Piece, entries: readonly Entry[]): readonly Declaration[] {
  const { root } = piece.parsed;
  if (root !== undefined && entries.length === 0) return rootOf(piece, root);
  const declarations: Declaration[] = [];
  for (const entry of entries) collect(piece, piece.path, entry, declarations);
  return declarations;
}

function rootOf(piece: Piece, root: Node): readonly Declaration[] {
  if (root.kind === 'scalar' && root.value === null) return [];
  if (root.kind === 'map') {
    const declarations: Declaration[] = [];
    for (const entry of root.entries) collect(piece, [], entry, declarations);
    return declarations;
  }
  const key = { start: root.start, end: root.start, name: '' };
  return [{ kind: 'root', piece, path: [], entry: { key, value: root }, name: '' }];
}

function collect(piece: Piece, path: readonly string[], entry: Entry, declarations: Declaration[]): void {
  const [viki, section, module] = path;
  const { name } = entry.key;
  const add = (kind: Kind, called: string): number => declarations.push({ kind, piece, path, entry, name: called });
  const inner = (): void => {
    if (entry.value.kind !== 'map') return;
    const below = [...path, name];
    for (const child of entry.value.entries) collect(piece, below, child, declarations);
  };
  if (viki === undefined) {
    add('key', name);
    if (name === 'viki') inner();
  } else if (viki !== 'viki') {
    return;
  } else if (section === undefined) {
    add(SINGLES.has(name) ? 'single' : 'key', name);
    if (Object.hasOwn(KIND_OF_SECTION, name)) inner();
  } else if (module === undefined && BY_MODULE.has(section)) {
    add('key', name);
    inner();
  } else {
    const kind = Object.hasOwn(KIND_OF_SECTION, section) ? KIND_OF_SECTION[section] : undefined;
    if (kind !== undefined) add(kind, module === undefined ? name : `${module}.${name}`);
  }
}
