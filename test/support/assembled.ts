// The data that the pieces of a file say when they are put together, so that it can be held against what another parser
// reads. Not for texts with aliases or merge keys: pieces leave these to the analysis.
import type { Document } from '../../language/document.ts';
import type { Node } from '../../language/tree.ts';

type Data = Record<string, unknown>;

function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries(node.entries.map((entry) => [entry.key.name, plain(entry.value)]));
}

const isMap = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The map that lies under these keys; nothing when something else lies there. */
function mapAt(root: Data, path: readonly string[]): Data | undefined {
  let at = root;
  for (const key of path) {
    at[key] ??= {};
    const next = at[key];
    if (!isMap(next)) return undefined;
    at = next;
  }
  return at;
}

/** Nothing where two pieces say different things of one place: that is a problem of the project, not of the text. */
export function assembled(document: Document): readonly unknown[] | undefined {
  const parts = new Map<number, unknown>();
  for (const { cut, part, path, parsed } of document.pieces) {
    if (cut.kind !== 'entry') {
      if (parsed.root !== undefined) parts.set(part, plain(parsed.root));
      continue;
    }
    const root = parts.get(part) ?? {};
    parts.set(part, root);
    const target = isMap(root) ? mapAt(root, path) : undefined;
    if (target === undefined) return undefined;
    for (const { key, value } of parsed.entries) {
      if (Object.hasOwn(target, key.name)) return undefined;
      target[key.name] = plain(value);
    }
  }
  return [...parts].sort(([one], [other]) => one - other).map(([, data]) => data);
}

/** Every piece was read without a fault, and none had to be guessed at. */
export const isSound = ({ pieces }: Document): boolean =>
  pieces.every(
    ({ cut, parsed }) =>
      parsed.faults.length === 0 && !cut.isAside && cut.restoredFrom === undefined && cut.expected === undefined,
  );
