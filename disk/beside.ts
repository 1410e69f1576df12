// The files beside a project's text, asked for one by one while the text is read. It reads them and nothing else.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What is larger is no template that anybody wrote. */
const TEXT_LIMIT_BYTES = 4 * 1024 * 1024;

export type Beside = {
  /** (What is no regular file is there; what is wrong with it is told by whoever reads it.) */
  hasFile(path: string): boolean;
  textOf(path: string): string | undefined;
};

/** Paths are relative to the folder. A project names few of its files: asking for those costs less than listing all. */
export function filesBeside(folder: string): Beside {
  const found = (path: string) => {
    try {
      return statSync(join(folder, path), { throwIfNoEntry: false });
    } catch {
      // (a file where a folder should be, a folder that may not be looked into)
      return undefined;
    }
  };
  return {
    hasFile: (path) => found(path)?.isDirectory() === false,
    textOf: (path) => {
      const file = found(path);
      if (!file?.isFile() || file.size > TEXT_LIMIT_BYTES) return undefined;
      try {
        return readFileSync(join(folder, path), 'utf8');
      } catch {
        // It may not be read: whoever needs its bytes tells that.
        return undefined;
      }
    },
  };
}
