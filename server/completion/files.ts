// Files and folders beside the text, for fields that name one: one level of folders at a time. Pure.
import type { LiveProject } from '../../language/index.ts';
import type { Place } from '../half-typed.ts';
import { escaped } from '../snippet.ts';
import { type Item, namesFor, type Some } from './item.ts';

/** What is in it is for this machine, and goes to no host. */
const SECRETS = /(?:^|\/)\.env$/;
const TEMPLATE = /\.liquid$/;

export function fileItems(
  live: LiveProject,
  place: Place,
  what: 'local-file' | 'local-tree' | 'template',
  written: (text: string) => string,
): Some {
  const typed = place.word.replace(/^\.\//, '');
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const files: string[] = [];
  const folders = new Set<string>();
  for (const path of live.outside.files ?? []) {
    if (!path.startsWith(folder)) continue;
    const slash = path.indexOf('/', folder.length);
    if (slash !== -1) folders.add(path.slice(0, slash + 1));
    else if (what === 'local-tree' || path.endsWith('.vk.yaml') || SECRETS.test(path)) continue;
    else files.push(path);
  }
  const isLikely = (path: string): boolean => TEMPLATE.test(path) === (what === 'template');
  const inOrder = files.sort((one, other) => Number(isLikely(other)) - Number(isLikely(one)) || (one < other ? -1 : 1));
  const some = namesFor(typed, inOrder);
  return {
    items: [
      ...some.names.map((label): Item => ({ label, kind: 'file', insert: written(label) })),
      ...[...folders]
        .sort()
        .map((label): Item => ({ label, kind: 'folder', insert: place.isQuoted ? escaped(label) : label })),
    ],
    isIncomplete: some.isIncomplete,
  };
}
