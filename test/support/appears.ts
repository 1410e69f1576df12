// Waits for a file to appear. (The watch of `node:fs/promises` begins when its first event is asked for: a file that came
// meanwhile would be waited for in vain.)
import { existsSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Resolves when the file is there; its folder must be there already. */
export function appears(path: string, limitMilliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      clearTimeout(limit);
      watcher.close();
      finish();
    };
    const look = (): void => {
      if (existsSync(path)) settle(resolve);
    };
    const watcher = watch(dirname(path), look);
    const late = (): void => reject(new Error(`${path} did not appear within ${limitMilliseconds / 1000} s`));
    const limit = setTimeout(() => settle(late), limitMilliseconds);
    watcher.on('error', (error) => settle(() => reject(error)));
    look();
  });
}
