// Writes every generated file; with --check it writes nothing, names the ones that are stale and fails.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { manual } from './generate/docs.ts';
import { languageManual } from './generate/language-docs.ts';
import { withWords } from './generate/manifest-words.ts';
import { loadModules, moduleIndex, thingIndex } from './generate/modules.ts';
import { languageSchema, partSchemas } from './generate/schema.ts';
import { withSettings } from './generate/settings.ts';
import { shellConstants } from './generate/shell.ts';
import { spokenWords } from './generate/spoken.ts';
import { validatorFiles } from './generate/validators.ts';

const root = join(import.meta.dirname, '..');

const isStale = (path: string, content: string): boolean =>
  !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== content;

function write(files: ReadonlyMap<string, string>): void {
  for (const [path, content] of files) {
    if (!isStale(path, content)) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    console.log(`wrote ${path}`);
  }
}

function check(files: ReadonlyMap<string, string>): void {
  const stale = [...files].filter(([path, content]) => isStale(path, content)).map(([path]) => path);
  if (stale.length === 0) return;
  console.error(`stale, run \`npm run generate\`: ${stale.join(', ')}`);
  process.exitCode = 1;
}

const finish = process.argv.includes('--check') ? check : write;
// The modules are built from the shell constants and the things, so these come first.
finish(new Map([...shellConstants(root), ...thingIndex(root)]));
const modules = await loadModules(root);
const schema = `${JSON.stringify(languageSchema(modules), null, 2)}\n`;
finish(
  new Map([
    ...moduleIndex(modules),
    ...(await validatorFiles(partSchemas(modules), root)),
    ['schemas/viki.schema.json', schema],
  ]),
);
finish(new Map([...manual(modules, root), ...languageManual(modules), ...withSettings(root)]));
// (the settings are in package.json by now)
finish(new Map([...withWords(root), ...spokenWords()]));
// (these are made by the language itself, which is made of the files above)
const { problemPages } = await import('./generate/problems.ts');
finish(problemPages());
