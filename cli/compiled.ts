// Loads a bundle with what V8 compiled of it at earlier starts, kept in a folder of the user's. Node's own cache of that kind
// (module.enableCompileCache) keeps no function that is compiled when it is first called, which is nearly all of them. It may
// do nothing but load: where the folder can't be used, the start is slower and nothing else.
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** What is kept is made anew once a process has compiled this much more than it knew of: another command was run. */
const GROWTH = 1.01;
/** To ask V8 how much code it has costs 4 ms, so that few starts ask. */
const STARTS_PER_LOOK = 8;
/** A sum over which bundle it is and all that follows the sum, and how much code the process had that wrote it. */
const SUM_BYTES = 32;
const HEAD_BYTES = SUM_BYTES + 8;
const WRITABLE_BY_OTHERS = 0o022;

const [HEAD, TAIL] = ['(function(exports,require,module,__filename,__dirname){', '\n})'];

type Kept = { readonly code: Buffer; readonly known: number };
type Body = (...values: readonly unknown[]) => void;

/** What the build wrote at its end. */
const SUM = /\n\/\/# sum=([0-9a-f]{64})\n$/;
const SUM_CHARACTERS = 80;

/** A bundle, and which one it is: by its sum and by when it was written, in case somebody did that by hand. */
function readBundle(path: string): { readonly source: string; readonly identity: string } {
  const file = openSync(path, 'r');
  try {
    const { size, mtimeMs } = fstatSync(file);
    const source = readFileSync(file, 'utf8');
    const sum = SUM.exec(source.slice(-SUM_CHARACTERS))?.[1] ?? createHash('sha256').update(source).digest('hex');
    return { source, identity: [sum, size, mtimeMs].join(' ') };
  } finally {
    closeSync(file);
  }
}

const sumOf = (identity: string, rest: Buffer): Buffer => createHash('sha256').update(identity).update(rest).digest();

/** V8 trusts this code blindly: it is only taken as we wrote it, for this very bundle, and from nobody else. */
function readKept(path: string, identity: string): Kept | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      const { uid, mode } = fstatSync(file);
      const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & WRITABLE_BY_OTHERS) === 0);
      const bytes = isOurs ? readFileSync(file) : Buffer.alloc(0);
      const rest = bytes.subarray(SUM_BYTES);
      if (bytes.length < HEAD_BYTES || !bytes.subarray(0, SUM_BYTES).equals(sumOf(identity, rest))) return undefined;
      return { known: rest.readDoubleLE(0), code: bytes.subarray(HEAD_BYTES) };
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

type Loaded = {
  readonly path: string;
  readonly identity: string;
  readonly script: Script;
  /** How much code the process had that kept what was taken, or 0. */
  readonly known: number;
};

const loaded: Loaded[] = [];

/** When a process is over, V8 has compiled just what such a process needs. */
function keepAll(isLooking: boolean): void {
  if (!isLooking && loaded.every(({ known }) => known > 0)) return;
  // (to be asked once: V8 walks through all that it has)
  const { getHeapCodeStatistics } = createRequire(import.meta.url)('node:v8') as typeof import('node:v8');
  const now = getHeapCodeStatistics().bytecode_and_metadata_size;
  for (const one of loaded) if (now > one.known * GROWTH) keep(one, now);
}

function keep({ path, identity, script }: Loaded, known: number): void {
  const size = Buffer.alloc(HEAD_BYTES - SUM_BYTES);
  size.writeDoubleLE(known);
  const rest = Buffer.concat([size, script.createCachedData()]);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, Buffer.concat([sumOf(identity, rest), rest]), { mode: 0o600 });
    renameSync(unfinished, path);
  } catch {
    // (a folder that can't be written to)
  }
}

/** Runs a bundle, and those that it requires by `./NAME`; gives its exports. */
export function loadCompiled(
  file: string,
  folder: string,
  isLooking: boolean = process.pid % STARTS_PER_LOOK === 0,
): unknown {
  const path = join(folder, `${basename(file)}-${process.version}-${process.arch}`);
  const { source, identity } = readBundle(file);
  const kept = readKept(path, identity);
  const script = new Script(`${HEAD}${source}${TAIL}`, {
    filename: file,
    columnOffset: -HEAD.length,
    ...(kept && { cachedData: kept.code }),
  });
  const known = kept && script.cachedDataRejected === false ? kept.known : 0;
  if (loaded.length === 0) process.once('exit', () => keepAll(isLooking));
  loaded.push({ path, identity, script, known });
  const module = { exports: {} as unknown };
  const required = new Map<string, unknown>();
  const require = createRequire(file);
  const load = (name: string): unknown => {
    if (!name.startsWith('./')) return require(name);
    if (!required.has(name)) required.set(name, loadCompiled(join(dirname(file), name), folder, isLooking));
    return required.get(name);
  };
  const body = script.runInThisContext() as Body;
  body(module.exports, load, module, file, dirname(file));
  return module.exports;
}
