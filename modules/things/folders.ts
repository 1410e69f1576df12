// Folders that a module puts things into: they are made where they are missing, and stay as they are where not.
import { isRefusal, type Refusal, type Spec, type State, type ThingId } from '../contract.ts';
import { unreadableRefusal, wantedAttributes } from './attributes.ts';
import { ancestors, type PathState, pathId, pathIn } from './path.ts';

const MODE_OF_NEW_FOLDER = '0755';

export const withAncestors = (folder: string): readonly string[] => [...ancestors(folder), folder];

/** What does not make its folder needs it: nobody gets folders that they did not ask for. */
export function noFolderRefusal(path: string, now: State): Refusal | undefined {
  const folder = ancestors(path).at(-1);
  if (folder === undefined || pathIn(now, folder).is !== 'absent') return undefined;
  return { refused: `its folder ${folder} does not exist`, hint: `add a \`mkdir\` for ${folder}` };
}

/** A folder, or a link that leads to one (which need not be known yet). */
export const isFolder = (found: PathState): boolean =>
  found.is === 'directory' || (found.is === 'link' && (found.leadsTo ?? 'directory') === 'directory');

/** The states once all of these are folders, the outermost given first. `attributes` are those of the last one if it is new. */
export function wantFolders(paths: readonly string[], now: State, attributes: Spec = {}): State | Refusal {
  const wanted: Record<ThingId, PathState> = {};
  for (const path of paths) {
    const found = pathIn(now, path);
    const refusal = unreadableRefusal(path, found);
    if (refusal) return refusal;
    if (found.is === 'absent') {
      const asked = wantedAttributes(path === paths.at(-1) ? attributes : {}, now, found, MODE_OF_NEW_FOLDER);
      if (isRefusal(asked)) return asked;
      wanted[pathId(path)] = { is: 'directory', ...asked };
    } else if (!isFolder(found)) {
      return { refused: `${path} is not a folder`, hint: 'choose another `path`, or move what is there' };
    }
  }
  return { ...now, ...wanted };
}
