// `viki lsp`: the language server for any editor. The server is a bundle of its own beside this one; it is loaded in place,
// so that this process is the server and its stdin and stdout are the editor's. Nothing else is said there.
import { createRequire } from 'node:module';
import { type Ending, EXIT, type Invocation } from '../command.ts';

/** Seen from the bundle in dist/, and from here. */
const SERVERS = ['./server.cjs', '../../dist/server.cjs'];
/** What the server finds on its command line: no other way to talk is offered here. */
const STDIO = '--stdio';

export function run({ terminal, given }: Invocation): Promise<Ending> | Ending {
  if (given.json) {
    const message = '`viki lsp` speaks the language server protocol on its output, so it takes no --json';
    terminal.warn(`viki: ${message}`);
    return { exit: EXIT.failed, document: { error: { message, hint: 'leave out --json' } } };
  }
  const load = createRequire(import.meta.url);
  const server = SERVERS.find((path) => isThere(load, path));
  if (server === undefined) {
    const message = 'the language server (server.cjs) is not where this viki is';
    terminal.warn(`viki: ${message}; install viki again`);
    return { exit: EXIT.failed, document: { error: { message, hint: 'install viki again' } } };
  }
  if (!process.argv.includes(STDIO)) process.argv.push(STDIO);
  load(server);
  // The server ends the process when the editor says so, or goes.
  return new Promise(() => undefined);
}

function isThere(load: NodeJS.Require, path: string): boolean {
  try {
    load.resolve(path);
    return true;
  } catch {
    return false;
  }
}
