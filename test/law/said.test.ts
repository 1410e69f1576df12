// Whatever people see of the extension can be said in another language: a text in client/ is marked by say`...`, or is nobody's
// business but ours.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTypeScript, projectFiles, textsOf } from '../../scripts/files.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Logs, and what a language model or a project is told, are English. */
const OURS = [
  ...['client/folds/log.ts', 'client/folds/templates.ts', 'client/folds/tool-words.ts'],
  ...['client/features/tools.ts', 'client/explain.ts'],
];
/** What is handed to these is not for people, or is marked by them. */
const NOT_SHOWN = new Set(['Error', 'debug', 'info', 'warn', 'error', 'plural']);
/** Names, addresses and commands, which are the same in every language, and what is handed on to nobody. */
const NAMES = new Set([
  ...['Node', 'viki run', ' viki: ', ' plan', 'for key in /etc/ssh/ssh_host_*.pub; do ssh-keygen -lf "$key"; done'],
  ...['the workspace is not trusted', 'Trust the workspace.'],
]);
const COMPARISONS = new Set(['case', 'from', 'import']);

const SENTENCE = /[a-z]{2,}[,;:.]? [(a-z]/i;
const TITLE = /^[A-Z][a-z]+(?:…|$| )/;
const BESIDE = /(?:^|\s)[a-z]{2,}\s*$|^\s*[,;:.]?\s+[a-z]{2,}/i;

const isForPeople = ({ text, template }: Token): boolean =>
  SENTENCE.test(text) || (template ? BESIDE.test(text) && /\s/.test(text) : TITLE.test(text));

/** The texts of a source that people would see in English only. */
function unsaid(source: string): readonly string[] {
  const tokens = tokensOf(source);
  const calls: string[] = [];
  /** By depth: whether the template there is marked. */
  const marked = new Map<number, boolean>();
  return tokens.flatMap((token, index) => {
    const before = tokens[index - 1];
    if (token.text === '(') calls.push(before?.text ?? '');
    if (token.text === ')') calls.pop();
    if (token.kind !== 'string') return [];
    const { template } = token;
    if (template) {
      const isMarked = marked.get(template.depth) ?? before?.text === 'say';
      if (template.isOpen) marked.set(template.depth, isMarked);
      else marked.delete(template.depth);
      if (isMarked) return [];
    }
    const isOurs = calls.some((name) => NOT_SHOWN.has(name)) || COMPARISONS.has(before?.text ?? '');
    return isOurs || NAMES.has(token.text) || !isForPeople(token) ? [] : [`${token.line}: ${token.text}`];
  });
}

test('every text of the extension that people see is marked, so that it can be said in another language', () => {
  const files = projectFiles().filter(
    (name) => name.startsWith('client/') && isTypeScript(name) && !name.endsWith('.test.ts') && !OURS.includes(name),
  );
  assert.ok(files.length > 50, `only ${files.length} files were found`);
  const left = [...textsOf(files)].flatMap(([name, source]) => unsaid(source).map((text) => `${name}:${text}`));
  assert.deepEqual(left, []);
});

test('a text is found that is not marked, and none that nobody sees', () => {
  const found = (source: string): number => unsaid(source).length;
  assert.equal(found("tellInfo('nothing to do');"), 1);
  assert.equal(found("const title = 'Plan';"), 1);
  assert.equal(found('const text = `${count} to change`;'), 1);
  assert.equal(found('const text = say`${count} to change on ${say`every host`}, at once`;'), 0);
  assert.equal(found("const text = say`${one ? 'just this' : many} to change`;"), 1);
  assert.equal(found("throw new Error('a deed without a run'); log.warn(`could not note ${what}`);"), 0);
  assert.equal(found("import { x } from './a b.ts'; const id = `${host}\\n${name}`; run('viki.plan');"), 0);
});
