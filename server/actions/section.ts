// Edits that put an entry into a section of a document, or a field into a map, wherever and however these are written. Pure.
import type { Document, Piece } from '../../language/index.ts';
import type { Edit } from '../../language/problem.ts';
import type { Entry } from '../../language/tree.ts';

const insert = (at: number, text: string): Edit => ({ start: at, end: at, text });

/** Makes `entry` (`name: value`, on one line) the first of a section of the YAML document that a piece belongs to. */
export function intoSection(document: Document, part: number, section: string, entry: string): Edit | undefined {
  const pieces = document.pieces.filter((piece) => piece.part === part);
  const first = pieces.find(
    ({ path, parsed }) => path.length === 2 && path[1] === section && parsed.entries.length > 0,
  );
  if (first) return before(first, first.parsed.entries[0], entry);
  const frame = pieces.filter(({ path }) => path.length === 1 && path[0] === 'viki');
  for (const piece of frame) {
    const own = piece.parsed.entries.find(({ key }) => key.name === section);
    if (own) return intoMap(piece, own, [entry]);
  }
  const sibling = frame.find(({ parsed }) => parsed.entries.length > 0);
  if (sibling) {
    const indent = indentOf(sibling, sibling.parsed.entries[0]);
    return indent === undefined
      ? undefined
      : before(sibling, sibling.parsed.entries[0], `${section}:\n${indent}  ${entry}`);
  }
  for (const piece of pieces) {
    const viki = piece.parsed.entries.find(({ key }) => piece.path.length === 0 && key.name === 'viki');
    if (viki === undefined) continue;
    const inside = viki.value.kind === 'map' ? viki.value.entries.find(({ key }) => key.name === section) : undefined;
    if (inside) return intoMap(piece, inside, [entry]);
    const isFlow = piece.text.charAt(viki.value.start) === '{';
    return intoMap(piece, viki, [isFlow ? `${section}: { ${entry} }` : `${section}:\n    ${entry}`]);
  }
  return undefined;
}

/** In front of an entry that begins its line, with the same indentation. */
function before(piece: Piece, next: Entry | undefined, text: string): Edit | undefined {
  const indent = indentOf(piece, next);
  return next === undefined || indent === undefined
    ? undefined
    : insert(piece.offset + next.key.start, `${text}\n${indent}`);
}

/** What stands in front of a key on its line, where that is nothing but spaces. */
export function indentOf({ text }: Piece, entry: Entry | undefined): string | undefined {
  if (entry === undefined) return undefined;
  const before = text.slice(text.lastIndexOf('\n', entry.key.start - 1) + 1, entry.key.start);
  return before.trim() === '' ? before : undefined;
}

/** Puts entries into the map that an entry holds: at its end between braces, and as its first lines otherwise. */
export function intoMap(piece: Piece, entry: Entry, lines: readonly string[]): Edit | undefined {
  const { key, value } = entry;
  const { text, offset } = piece;
  if (value.kind === 'map' && text.charAt(value.start) === '{') {
    const inner = text.slice(value.start + 1, value.end - 1);
    if (text.charAt(value.end - 1) !== '}' || inner.includes('\n')) return undefined;
    const end = value.start + 1 + inner.trimEnd().length;
    const isEmpty = inner.trim() === '';
    const edit = { start: offset + end, end: offset + value.end - 1, text: `, ${lines.join(', ')} ` };
    return isEmpty ? { ...edit, start: offset + value.start + 1, text: ` ${lines.join(', ')} ` } : edit;
  }
  if (value.kind === 'map') {
    const indent = indentOf(piece, value.entries[0]);
    return indent === undefined ? undefined : before(piece, value.entries[0], lines.join(`\n${indent}`));
  }
  const indent = indentOf(piece, entry);
  const isEmpty = value.kind === 'scalar' && value.value === null && value.start === value.end;
  const colon = text.indexOf(':', key.end);
  if (!isEmpty || indent === undefined || colon === -1) return undefined;
  return insert(offset + colon + 1, lines.map((line) => `\n${indent}  ${line}`).join(''));
}
