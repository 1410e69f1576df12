// Makes viki-VERSION.vsix (or the file after --out) from a fresh build, and fails when anything is in it that is not named
// here, or anything that is named is not in it. Needs Node 22, for vsce: start it by scripts/node.mjs.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { codeNames } from '../language/codes.ts';
import { namesInZip } from './package/zip.ts';
import { command } from './ring.ts';
import { root } from './root.ts';

const SIZE_LIMIT_BYTES = 1_000_000;

/** The terminal is the npm package's, and source maps stay at home: no editor applies them to an installed extension. */
const contents: readonly string[] = [
  ...['[Content_Types].xml', 'extension.vsixmanifest'],
  ...['package.json', 'package.nls.json', 'readme.md', 'changelog.md', 'LICENSE.txt'].map(
    (name) => `extension/${name}`,
  ),
  ...['client', 'extension', 'language', 'server', 'yaml', 'liquidjs', 'validators', 'ssh2'].map(
    (name) => `extension/dist/${name}.cjs`,
  ),
  'extension/dist/third-party.txt',
  'extension/l10n/bundle.l10n.json',
  ...['viki.svg', 'file.svg', 'icon.png'].map((name) => `extension/media/${name}`),
  ...['playground', 'plan', 'apply', 'rollback', 'project'].map((name) => `extension/media/walkthrough/${name}.svg`),
  ...['language-configuration.json', 'template-language-configuration.json'].map(
    (name) => `extension/syntaxes/${name}`,
  ),
  ...['viki.tmLanguage.json', 'viki-template.tmLanguage.json'].map((name) => `extension/syntaxes/${name}`),
  'extension/schemas/viki.schema.json',
  'extension/snippets/viki.json',
  // (each problem links to its page)
  ...['README', ...codeNames].map((name) => `extension/docs/problems/${name}.md`),
];

async function must(name: string, args: readonly string[]): Promise<void> {
  const { failed, output } = await command(name, process.execPath, args);
  if (failed > 0) throw new Error(`${name} failed:\n${output}`);
}

function complaints(names: readonly string[], bytes: number): string[] {
  return [
    ...names.filter((name) => !contents.includes(name)).map((name) => `${name} is in it and should not be`),
    ...contents.filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
    ...(bytes > SIZE_LIMIT_BYTES ? [`it has ${bytes} bytes; the limit is ${SIZE_LIMIT_BYTES}`] : []),
  ];
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const vsix = resolve(values.out ?? join(root, `viki-${version}.vsix`));
  await must('build', ['scripts/build.ts']);
  mkdirSync(dirname(vsix), { recursive: true });
  rmSync(vsix, { force: true });
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  await must('vsce', [vsce, 'package', ...flags, '--out', vsix]);
  if (!existsSync(vsix)) throw new Error(`vsce ended well and made no ${vsix}`);
  const bytes = statSync(vsix).size;
  const wrong = complaints(namesInZip(readFileSync(vsix)), bytes);
  if (wrong.length > 0) throw new Error(`${vsix} is not what it should be:\n${wrong.join('\n')}`);
  process.stdout.write(`${vsix}  ${contents.length} files, ${(bytes / 1000).toFixed(1)} kB\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`package: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
