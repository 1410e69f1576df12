// What the ring must undo when it ends, however it ends: folders and processes. It may not know what they are for.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SIGNAL_EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const pending = new Set<() => void>();
let listening = false;

function listen(): void {
  if (listening) return;
  listening = true;
  process.on('exit', () => {
    // The last thing begun is the first undone: a server stops before its folder goes.
    for (const undo of [...pending].reverse()) undo();
  });
  for (const [signal, code] of Object.entries(SIGNAL_EXIT_CODES)) process.on(signal, () => process.exit(code));
}

/** Has `undo` (which can't wait for anything) called when this process ends, unless the returned function is called before. */
export function atEnd(undo: () => void): () => void {
  listen();
  pending.add(undo);
  return () => pending.delete(undo);
}

/** A folder that is gone when it is removed, or at the latest when this process ends. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/** A new folder in the system's place for temporary files, readable by this user only. */
export function temporaryFolder(name: string): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), `${name}-`));
  const erase = () => rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  const forget = atEnd(erase);
  return {
    path,
    remove() {
      forget();
      erase();
    },
  };
}
