// What a machine can check about the look of the sources and no linter does. Functions over text: no disk, no git.
import { posix } from 'node:path';

export type Complaint = { readonly file: string; readonly line: number; readonly message: string };
export type File = { readonly path: string; readonly text: string };

type Rule = (file: File, exists: (path: string) => boolean) => readonly Complaint[];

const LONGEST_FILE_LINES = 300;

const isGenerated = (path: string): boolean =>
  /\.generated\.|^schemas\/|^package-lock\.json$|^docs\/(?:language|modules)\.md$/.test(path);
const isFixture = (path: string): boolean => path.startsWith('test-fixtures/');
const isSource = (path: string): boolean => /\.(ts|mjs|sh)$/.test(path) && !isGenerated(path);
const isTest = (path: string): boolean => path.endsWith('.test.ts') || path.startsWith('test/');
/** The rules name what they forbid, so they are the one file that may contain it. */
const isThisFile = (path: string): boolean => path.startsWith('scripts/tidy/');

/** One complaint for each line in which the pattern is found. */
function linesWith({ path, text }: File, pattern: RegExp, message: (found: string) => string): Complaint[] {
  return text.split('\n').flatMap((line, index) => {
    const found = line.match(pattern)?.[0];
    return found === undefined ? [] : [{ file: path, line: index + 1, message: message(found) }];
  });
}

const isShort: Rule = ({ path, text }) => {
  const lines = text.split('\n').length - 1;
  if (!isSource(path) || lines <= LONGEST_FILE_LINES) return [];
  const message = `${lines} lines; the limit is ${LONGEST_FILE_LINES}: it does more than one thing, so make two files of it`;
  return [{ file: path, line: LONGEST_FILE_LINES, message }];
};

const opensWithSentence: Rule = ({ path, text }) => {
  if (!isSource(path)) return [];
  const comment = text.replace(/^#!.*\n/, '').match(/^((?:(?:\/\/|#).*\n)+)/)?.[1] ?? '';
  const words = comment.replace(/^(?:\/\/|#)\s?(?:shellcheck .*)?/gm, '').trim();
  if (/^\S+ [\s\S]*?\.(?:\s|$)/.test(words)) return [];
  return [{ file: path, line: 1, message: 'open the file with a comment: a sentence that says what it is' }];
};

const nothingUnfinished: Rule = (file) =>
  isGenerated(file.path) || isThisFile(file.path)
    ? []
    : linesWith(file, /\b(?:TODO|FIXME|XXX)\b/, (found) => `"${found}": finish it, or open an issue for it`);

const everyTestRuns: Rule = (file) => {
  if (!isTest(file.path) || !file.path.endsWith('.ts') || isThisFile(file.path)) return [];
  const marker =
    /\b(?:test|it|describe|suite)\.(?:only|skip|todo)\b|\b(?:only|skip|todo): true\b|\bt\.(?:skip|todo)\(\)|\bt\.todo\b/;
  return linesWith(file, marker, (found) => `"${found}": a test runs, or says at run time why it can't: t.skip('why')`);
};

const registry =
  /https?:\/\/[\w.-]*(?:registry|artifactory|nexus|npmjs|npmmirror|pypi|deb\.debian|archive\.ubuntu)[\w.-]*|_authToken\b/;
const noRegistry: Rule = (file) =>
  isThisFile(file.path)
    ? []
    : linesWith(file, registry, (found) => `"${found}": which registry is used is the machine's business`);

const noMachinePath: Rule = (file) =>
  isThisFile(file.path) || isFixture(file.path)
    ? []
    : linesWith(
        file,
        /(?<![\w./~-])\/(?:work|tmp\/brief|Users\/\w+|home\/(?!deploy|user|admin|plain)\w+)\/[\w.]/,
        (found) => `"${found}…" is a path of one machine`,
      );

const lockWithoutAddresses: Rule = (file) =>
  file.path === 'package-lock.json'
    ? linesWith(
        file,
        /"resolved":/,
        () => 'an address in the lock file: npm install with omit-lockfile-registry-resolved',
      )
    : [];

const linksResolve: Rule = (file, exists) => {
  if (!file.path.endsWith('.md') || isFixture(file.path)) return [];
  const prose = file.text.replace(/^(```|~~~)[\s\S]*?^\1/gm, (block) => block.replace(/[^\n]/g, ''));
  return [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].flatMap((match) => {
    const target = decodeURIComponent((match[1] ?? '').replace(/#.*$/, ''));
    if (target === '' || /^[a-z]+:/i.test(target)) return [];
    const path = posix.normalize(posix.join(posix.dirname(file.path), target)).replace(/\/$/, '');
    if (exists(path)) return [];
    const line = prose.slice(0, match.index).split('\n').length;
    return [{ file: file.path, line, message: `the link to ${target} leads nowhere` }];
  });
};

const cleanSpace: Rule = (file) => {
  if (isFixture(file.path) || /\.generated\./.test(file.path)) return [];
  const complaints = [
    ...linesWith(file, /\r/, () => 'a carriage return: lines end with LF'),
    ...linesWith(file, /\t/, () => 'a tab: indent with spaces, and write \\t in strings'),
    ...linesWith(file, /[ \t]+$/, () => 'spaces at the end of the line'),
  ];
  if (file.text !== '' && !file.text.endsWith('\n')) {
    complaints.push({ file: file.path, line: file.text.split('\n').length, message: 'the last line does not end' });
  }
  return complaints;
};

const rules: readonly Rule[] = [
  isShort,
  opensWithSentence,
  nothingUnfinished,
  everyTestRuns,
  noRegistry,
  noMachinePath,
  lockWithoutAddresses,
  linksResolve,
  cleanSpace,
];

/** Everything there is to say about a file; `exists` answers for paths of the tree, folders included. */
export function complaintsAbout(file: File, exists: (path: string) => boolean): readonly Complaint[] {
  return rules.flatMap((rule) => rule(file, exists));
}
