// Reads a file once for all that ask for it at the same time: many hosts have one configuration and one key. It remembers
// nothing: whoever asks later reads anew.
import { readdir, readFile, stat } from 'node:fs/promises';

/** One question for all that ask it while it is being answered. */
function together<Answer>(ask: (path: string) => Promise<Answer>): (path: string) => Promise<Answer> {
  const asking = new Map<string, Promise<Answer>>();
  return (path) => {
    const answer = asking.get(path) ?? ask(path).finally(() => asking.delete(path));
    asking.set(path, answer);
    return answer;
  };
}

export const readTogether = together((path: string) => readFile(path));
export const listTogether = together((path: string) => readdir(path));
export const statTogether = together((path: string) => stat(path));
