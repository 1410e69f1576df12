// Makes the bundles that are shipped: dist/client.cjs with dist/extension.cjs and dist/language.cjs, which it loads when they
// are needed, dist/server.cjs, what they share with the command, dist/viki.cjs, which dist/cli.js starts, and dist/ssh2.cjs,
// which extension and viki load when they first connect. It writes nothing outside dist/.
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { thirdPartyNotices } from './build/notices.ts';
import { root } from './root.ts';

const dist = join(root, 'dist');
const noticesFile = 'third-party.txt';

/** ssh2 is a third of all the code and is needed only to connect: it stays in one file that client and cli share. */
const ssh2Apart: Plugin = {
  name: 'ssh2-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^ssh2$/ }, () => ({ path: './ssh2.cjs', external: true }));
  },
};

/** ssh2's ciphers get scripts/build/ciphers.cjs; a newer ssh2 that has them elsewhere must not lose that unseen. */
const quickCiphers: Plugin = {
  name: 'quick-ciphers',
  setup({ onResolve, onEnd }) {
    let isFound = false;
    onResolve({ filter: /^crypto$/ }, ({ importer }) => {
      if (!/ssh2.lib.protocol.crypto\.js$/.test(importer)) return undefined;
      isFound = true;
      return { path: join(root, 'scripts/build/ciphers.cjs') };
    });
    onEnd(() => (isFound ? {} : { errors: [{ text: 'the ciphers of ssh2 are not where they were (quick-ciphers)' }] }));
  },
};

/** ssh2 tries compiled add-ons and does without; none is shipped, so no connection need look for one in folder after folder. */
const noAddOns: Plugin = {
  name: 'no-add-ons',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.node$|^cpu-features$/ }, ({ path }) => ({ path, namespace: 'add-on' }));
    onLoad({ filter: /./, namespace: 'add-on' }, () => ({ contents: "throw new Error('not shipped')" }));
  },
};

/** What the extension does not need at once are bundles of their own: it is read when the editor has had its turn. */
const laterApart: Plugin = {
  name: 'later-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/(extension|language)\.ts$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path: path.replace(/\.ts$/, '.cjs'), external: true } : undefined,
    );
  },
};

/**
 * By what they are imported as: a quarter of the package was in it twice, once for the extension and once for its server. The
 * command shares them too, and reads no templates' code where there is none.
 */
const shared = [
  { imported: /^yaml$/, entry: 'yaml', file: 'yaml.cjs' },
  { imported: /^liquidjs\//, entry: 'liquidjs/dist/liquid.browser.mjs', file: 'liquidjs.cjs' },
  { imported: /\/validators\.generated\.js$/, entry: 'language/validators.generated.js', file: 'validators.cjs' },
];

const sharedApart: Plugin = {
  name: 'shared-apart',
  setup({ onResolve }) {
    for (const { imported, file } of shared)
      onResolve({ filter: imported }, () => ({ path: `./${file}`, external: true }));
  },
};

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  // Names of functions and classes are in messages of our own bugs; without them a report of one says nothing. (esbuild's
  // `keepNames` writes them onto every function when it is made, which for closures is each time.)
  minifySyntax: true,
  minifyWhitespace: true,
  platform: 'node',
  target: 'node20',
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

const commonJs: BuildOptions = {
  ...common,
  format: 'cjs',
  external: ['vscode'],
  plugins: [ssh2Apart],
  // VS Code loads extensions with its own `require`; an `import()` left in them would go past it.
  supported: { 'dynamic-import': false },
};

/** Where a bundle lies; CommonJS has another word for it. */
const ownPlace = { 'import.meta.url': 'viki_place' };

/**
 * The package is one of ES modules, so cli.js is one; but whatever such a module imports of Node is looked through whole at
 * every start, down to what Node itself loads only when it is used. It requires them instead.
 */
const requireForModules =
  "import{createRequire as viki_require}from'node:module';const viki_place=import.meta.url,require=viki_require(viki_place);";

type Bundle = { readonly entry: string; readonly file: string; readonly options: BuildOptions };

const bundles: readonly Bundle[] = [
  ...(['main', 'extension', 'language'] as const).map((name) => ({
    entry: `client/${name}.ts`,
    file: name === 'main' ? 'client.cjs' : `${name}.cjs`,
    // (nearly all of the client of the language server is code of others, whose names no report of ours has)
    options: { ...commonJs, plugins: [ssh2Apart, laterApart, sharedApart], minifyIdentifiers: name === 'language' },
  })),
  // (a fault of the server is told with the request that it was about, and its place is looked up in the map of that build)
  {
    entry: 'server/main.ts',
    file: 'server.cjs',
    options: { ...commonJs, plugins: [ssh2Apart, sharedApart], minifyIdentifiers: true },
  },
  ...shared.map(({ entry, file }) => ({
    entry,
    file,
    options: { ...common, format: 'cjs' as const, sourcemap: false, minify: true },
  })),
  {
    entry: 'cli/start.ts',
    file: 'cli.js',
    options: { ...commonJs, define: ownPlace, banner: { js: `#!/usr/bin/env node\n${requireForModules}` } },
  },
  {
    entry: 'cli/main.ts',
    file: 'viki.cjs',
    options: {
      ...commonJs,
      plugins: [ssh2Apart, sharedApart],
      define: ownPlace,
      banner: { js: "const viki_place=require('node:url').pathToFileURL(__filename).href;" },
    },
  },
  {
    entry: 'scripts/build/ssh2.cjs',
    file: 'ssh2.cjs',
    options: { ...common, format: 'cjs', plugins: [quickCiphers, noAddOns], sourcemap: false, minify: true },
  },
];

/** What the command keeps as V8 has compiled it. */
const keptCompiled = ['viki.cjs', 'ssh2.cjs', ...shared.map(({ file }) => file)];

const sumOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Files replace each other one by one, so that whoever runs the last build meanwhile does not lose it. */
function removeAllBut(files: readonly string[]): void {
  for (const name of readdirSync(dist)) {
    if (!files.includes(name.replace(/\.map$/, ''))) rmSync(join(dist, name), { recursive: true });
  }
}

const say = (file: string): boolean =>
  process.stdout.write(
    `${`dist/${file}`.padEnd(24)}${(statSync(join(dist, file)).size / 1000).toFixed(1).padStart(8)} kB\n`,
  );

async function buildOne({ file, entry, options }: Bundle): Promise<Metafile> {
  const outfile = join(dist, file);
  const { metafile } = await build({ ...options, entryPoints: [entry], outfile, metafile: true });
  // By this its compiled code is known to be its own (cli/compiled.ts), and no start has to sum it up.
  if (keptCompiled.includes(file)) appendFileSync(outfile, `\n//# sum=${sumOf(readFileSync(outfile))}\n`);
  if (file === 'cli.js') chmodSync(outfile, 0o755);
  say(file);
  return metafile;
}

async function main(): Promise<void> {
  const isPackage = (entry: string): boolean => existsSync(join(root, 'node_modules', entry));
  const missing = bundles.filter(({ entry }) => !existsSync(join(root, entry)) && !isPackage(entry));
  const present = bundles.filter((bundle) => !missing.includes(bundle));
  mkdirSync(dist, { recursive: true });
  // One bundle that can't be made is no reason to go without the others; esbuild has said what is wrong with it.
  const results = await Promise.allSettled(present.map(buildOne));
  const metafiles = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  writeFileSync(join(dist, noticesFile), thirdPartyNotices(metafiles));
  say(noticesFile);
  removeAllBut([...present.map(({ file }) => file), noticesFile]);
  for (const { entry, file } of missing) {
    process.stderr.write(`build: ${entry} is missing, so dist/${file} was not made\n`);
  }
  if (metafiles.length < bundles.length) process.exitCode = 1;
}

await main();
