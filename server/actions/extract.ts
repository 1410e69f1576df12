// A value becomes a variable, and a reference to it stands in its place. Pure.
import { cursorAt, inFile } from '../cursor.ts';
import { code } from '../manual.ts';
import { fieldOf } from '../meaning.ts';
import { variableNames } from '../names.ts';
import type { Asked, CodeAction } from './action.ts';
import { intoSection } from './section.ts';

const SECTIONS: ReadonlySet<string | undefined> = new Set(['mods', 'data', 'checks', 'hosts']);
/** How many names are tried. */
const NAMES_LIMIT = 100;

export function extractedVariable({ live, document, range, touched }: Asked): readonly CodeAction[] {
  // (what is wrong may not be what it seems to be)
  if (touched.some(({ severity }) => severity === 'error')) return [];
  const cursor = cursorAt(document, range.start);
  if (cursor === undefined || cursor.on === 'key' || !SECTIONS.has(cursor.path[1])) return [];
  const { node, path, piece } = cursor;
  if (node.kind !== 'scalar' || node.value === null || typeof node.value === 'boolean') return [];
  const text = piece.text.slice(node.start, node.end);
  const field = fieldOf(path, live.outside.modules)?.field;
  // (names are names, and a secret is no plain variable)
  const isPlain = field !== undefined && !field.names && !field.enum && !field.secret && path.at(-1) !== 'groups';
  if (!isPlain || node.style === 'block' || text.includes('\n') || text.includes('${')) return [];
  const name = freeName(path, new Set(variableNames(live)));
  const declared = name && intoSection(document, piece.part, 'vars', `${name}: ${text}`);
  if (!name || !declared) return [];
  const edits = [declared, { ...inFile(piece, node), text: `"\${${name}}"` }];
  return [{ title: `Extract it into the variable ${code(name)}`, kind: 'refactor.extract', edits }];
}

/** `path`, else `app_path`, else `app_path_2`. */
function freeName(path: readonly string[], taken: ReadonlySet<string>): string | undefined {
  const [entry = '', field = ''] = [path.at(path[1] === 'hosts' ? 2 : 3), path.at(-1)];
  const safe = (name: string): string => name.replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_');
  const long = safe(`${entry}_${field}`);
  const numbered = Array.from({ length: NAMES_LIMIT }, (_, index) => `${long}_${index + 2}`);
  return [safe(field), long, ...numbered].find((name) => !taken.has(name));
}
