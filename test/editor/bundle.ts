// Makes the suite loadable by an extension host: one CommonJS file per test file, in a folder that is a tiny extension. It runs nothing.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { isNamed } from './facts.ts';

const SUITE_SOURCES = fileURLToPath(new URL('suite/', import.meta.url));

/** The oldest Node in an editor that is tested. */
const TARGET = 'node20';

/**
 * VS Code runs a suite only beside an extension that is being developed. That is this empty one, so that the
 * extension under test is the installed one, just as users have it.
 */
const MANIFEST = { name: 'viki-suite', publisher: 'viki', version: '0.0.0', engines: { vscode: '*' } };

/** The test files of the suite, or those of them that have one of these names in theirs. */
export const suiteFiles = (only: readonly string[]): readonly string[] =>
  readdirSync(SUITE_SOURCES).filter((name) => name.endsWith('.test.ts') && isNamed(name, only));

/** Bundles the suite (or only the tests that are named) into `folder`; gives the path of the module that exports run(). */
export async function bundleSuite(folder: string, only: readonly string[]): Promise<string> {
  const names = ['index.ts', ...suiteFiles(only)];
  await build({
    entryPoints: names.map((name) => join(SUITE_SOURCES, name)),
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: TARGET,
    external: ['vscode'],
    outExtension: { '.js': '.cjs' },
    sourcemap: 'inline',
    logLevel: 'error',
  });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(MANIFEST));
  return join(folder, 'index.cjs');
}
