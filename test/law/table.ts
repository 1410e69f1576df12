// The import law as data: which room of the house a file belongs to, and what it may import and say there.

export type Room = {
  /** How a message calls a file of this room. */
  readonly name: string;
  /** The room's files; a file belongs to the first room that names it. `*` is one path segment, `**` any number. */
  readonly files: readonly string[];
  /** What its files may import: paths of the tree, `node:name`, `npm:name`. */
  readonly mayImport: readonly string[];
  /** What they may import with `import type` only. */
  readonly mayImportTypes: readonly string[];
  readonly because: string;
  /** Words that code of this room may not say: `name` on its own, `Object.member`, or `.member` of anything. */
  readonly mayNotSay: readonly string[];
  /** Files of the room that may nevertheless be asynchronous. */
  readonly mayAwait?: readonly string[];
};

/** What would tie a result to the machine, the moment or chance. The compiler refuses most of it too: `"types": []`. */
const outsideWorld = [
  ...['process', 'console', 'Buffer', 'globalThis', 'global', 'require', 'eval', '__dirname', '__filename'],
  ...['Date', 'performance', 'crypto', 'Math.random', 'fetch', 'WebAssembly', '.localeCompare', '.toLocaleString'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
];
const asynchrony = ['async', 'await', 'Promise'];
const moduleSeam = [
  ...['modules/contract.ts', 'modules/things/index.ts', 'modules/index.generated.ts'],
  ...['modules/data/contract.ts', 'modules/data/index.ts'],
];
const pureBecause = 'it is pure: plain data in, plain data out';

export const rooms: readonly Room[] = [
  {
    name: 'a test or a script',
    files: ['**/*.test.ts', 'test/**', 'scripts/**', 'bench/**'],
    mayImport: ['**'],
    mayImportTypes: [],
    because: '',
    mayNotSay: [],
  },
  {
    name: 'the module contract',
    files: ['modules/contract.ts'],
    mayImport: [],
    mayImportTypes: [],
    because: 'everything else stands on it',
    mayNotSay: [...outsideWorld, ...asynchrony],
  },
  {
    name: 'the index of modules',
    files: ['modules/index.generated.ts'],
    mayImport: ['modules/*.ts'],
    mayImportTypes: [],
    because: 'it only lists them',
    mayNotSay: [...outsideWorld, ...asynchrony],
  },
  {
    name: 'a source of data',
    files: ['modules/data/**'],
    mayImport: ['modules/contract.ts', 'modules/data/**'],
    mayImportTypes: [],
    because: 'it only looks: what it asks and how the answer is read is all there is to it',
    mayNotSay: [...outsideWorld, ...asynchrony],
  },
  {
    name: 'a module',
    files: ['modules/**'],
    mayImport: ['modules/contract.ts', 'modules/things/**'],
    mayImportTypes: [],
    because: 'modules know the contract and the things they touch, never each other',
    mayNotSay: [...outsideWorld, ...asynchrony],
  },
  {
    name: 'the language',
    files: ['language/**'],
    // (what an address is, texts and modules must agree on)
    mayImport: [
      'language/**',
      'modules/data/**',
      'modules/things/address.ts',
      ...moduleSeam,
      'npm:yaml',
      'npm:liquidjs',
    ],
    mayImportTypes: ['engine/project.ts'],
    because: pureBecause,
    mayNotSay: [...outsideWorld, ...asynchrony],
  },
  {
    name: 'the engine',
    files: ['engine/**'],
    mayImport: ['engine/**', ...moduleSeam],
    mayImportTypes: [],
    because: pureBecause,
    mayNotSay: [...outsideWorld, ...asynchrony],
    mayAwait: [
      ...['engine/host.ts', 'engine/limited.ts', 'engine/connections.ts', 'engine/confirm.ts', 'engine/runs.ts'],
      ...['engine/comeback.ts'],
      ...['engine/operate.ts', 'engine/operator.ts', 'engine/look.ts'],
    ],
  },
  {
    name: 'the way over ssh',
    files: ['hosts/ssh.ts', 'hosts/ssh/**'],
    mayImport: ['hosts/**', 'engine/host.ts', 'modules/contract.ts', 'node:**', 'npm:ssh2'],
    mayImportTypes: ['engine/**'],
    because: 'a way to reach a host carries programs; it does not know what they are about',
    mayNotSay: [],
  },
  {
    name: 'the host in memory',
    files: ['hosts/sim.ts', 'hosts/sim/**'],
    mayImport: ['hosts/**', 'engine/host.ts', 'modules/contract.ts', 'modules/things/index.ts'],
    mayImportTypes: ['engine/**'],
    because: 'it stands for the things of a host and reaches nothing real',
    mayNotSay: [],
  },
  {
    name: 'a way to reach a host',
    files: ['hosts/**'],
    mayImport: ['hosts/**', 'engine/host.ts', 'modules/contract.ts', 'node:**'],
    mayImportTypes: ['engine/**'],
    because: 'it carries programs and does not know what they are about; only hosts/ssh speaks ssh2',
    mayNotSay: [],
  },
  {
    name: 'the disk',
    files: ['disk/**'],
    mayImport: [
      ...['disk/**', 'engine/host.ts', 'engine/contents.ts', 'modules/contract.ts', 'node:**'],
      // (a comment in `.env` silences as one in the text does)
      'language/ignore.ts',
    ],
    mayImportTypes: ['engine/**'],
    because: 'it reads and writes local files and nothing else',
    mayNotSay: [],
  },
  {
    name: "what runs a project's own modules",
    files: ['own/**'],
    mayImport: [
      ...['own/**', 'language/catalog.ts', 'language/forms.ts', 'language/nearest.ts', ...moduleSeam],
      'modules/things/path.ts',
      ...['node:crypto', 'node:fs/promises', 'node:path', 'node:url', 'node:worker_threads'],
    ],
    mayImportTypes: [],
    because: 'it turns files into modules; what is planned with them is none of its business',
    mayNotSay: [],
  },
  {
    name: 'the language server',
    files: ['server/**'],
    mayImport: [
      ...['server/**', 'language/**', 'disk/environment.ts', 'own/load.ts', ...moduleSeam],
      ...['npm:vscode-languageserver', 'npm:vscode-languageserver-textdocument'],
      ...['node:fs', 'node:fs/promises', 'node:path', 'node:url', 'node:v8'],
    ],
    mayImportTypes: ['engine/project.ts'],
    because: 'it reads text and answers; it reaches no host, and runs nothing but modules of a trusted folder',
    mayNotSay: [],
  },
  {
    name: 'a fold',
    files: ['client/folds/**'],
    mayImport: ['client/folds/**', 'modules/contract.ts'],
    mayImportTypes: ['engine/**'],
    because: 'the extension and the terminal share it, so it is a pure function over what the engine tells',
    mayNotSay: [...outsideWorld, ...asynchrony],
  },
  {
    name: 'the extension',
    files: ['client/**'],
    mayImport: [
      ...['client/**', 'engine/**', 'hosts/**', 'disk/**', 'language/**', 'own/load.ts', ...moduleSeam],
      ...['node:**', 'npm:vscode', 'npm:vscode-languageclient'],
    ],
    mayImportTypes: ['server/protocol.ts'],
    because: 'the server is another process; only its protocol is known',
    mayNotSay: [],
  },
  {
    name: 'the terminal',
    files: ['cli/**'],
    mayImport: [
      'cli/**',
      'client/folds/**',
      'engine/**',
      'hosts/**',
      'disk/**',
      'language/**',
      'own/load.ts',
      ...moduleSeam,
      'node:**',
    ],
    mayImportTypes: ['server/protocol.ts'],
    because: 'it is the engine without an editor',
    mayNotSay: [],
  },
];
