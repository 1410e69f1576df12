// What `# viki-ignore` silences, text against text: `!` in front of a line says that a problem there is silenced.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withMarks } from '../test/support/marks.ts';
import { ignoresIn, isSilenced, silencedBy } from './ignore.ts';

/** The lines with a `!` where a problem with the code `cycle` would not be told. */
function judged(lines: readonly string[]): readonly string[] {
  const lineText = (line: number): string | undefined => lines[line];
  return lines.map((line, index) => (isSilenced(lineText, { line: index + 1, code: 'cycle' }) ? `!${line}` : line));
}

const plain = (lines: readonly string[]): readonly string[] => lines.map((line) => line.replace(/^!/, ''));

const agrees = (...lines: readonly string[]): void => assert.deepEqual(judged(plain(lines)), lines);

test('on the line, or in the comment lines directly above it', () => {
  agrees('!a: 1 # viki-ignore cycle', 'b: 2');
  agrees('!# viki-ignore cycle', '!  b: 2', 'c: 3');
  agrees('!  # viki-ignore cycle', '!# because we know', '!  b: 2', '# viki-ignore tab', 'c: 3');
  agrees('!# viki-ignore cycle', '!', 'b: 2');
  agrees('!a: 1 # viki-ignore cycle', '# another comment', 'b: 2');
});

test('only the codes that it names, before the reason', () => {
  agrees('!a: 1 # viki-ignore tab,  cycle', '!b: 1 #viki-ignore cycle,tab', 'c: 1 # viki-ignore tab');
  agrees('!a: 1 # viki-ignore cycle the network is one', 'b: 1 # viki-ignore tab cycle', 'c: 1 # viki-ignore');
  agrees('a: 1 # viki-ignore cycles', 'b: 1 # viki-ignore cycle-x', 'c: 1 # viki-ignored, cycle');
  agrees('!a: 1 # known # viki-ignore cycle', 'b: 1 # never write viki-ignore cycle');
});

test('a # in quotes or within a word is no comment', () => {
  agrees('a: " # viki-ignore cycle"', "b: ' # viki-ignore cycle'", 'c: x# viki-ignore cycle');
  agrees('a: "\\" # viki-ignore cycle"', "b: 'it''s # viki-ignore cycle'", '"# viki-ignore cycle": 1');
  agrees('a: ["x", "y # viki-ignore cycle"]', "a: {b: 'c', d:' # viki-ignore cycle'}");
  agrees("!a: it's # viki-ignore cycle", '!b: "x" # viki-ignore cycle', "!c: 'x' # viki-ignore cycle");
  agrees("!a: rock 'n roll # viki-ignore cycle", "!b-'c: 1 # viki-ignore cycle");
});

test('a comment that ends many lines above is too far away', () => {
  const comments = (count: number): readonly string[] => Array.from({ length: count }, () => '# words');
  const at = (count: number): number | undefined => {
    const lines = ['# viki-ignore cycle', ...comments(count), 'a: 1'];
    return silencedBy((line) => lines[line], { line: lines.length, code: 'cycle' });
  };
  assert.equal(at(49), 1);
  assert.equal(at(50), undefined);
});

test('it says which comment it was', () => {
  const lines = ['# viki-ignore tab', '# viki-ignore cycle', 'a: 1 # viki-ignore syntax'];
  const by = (code: string): number | undefined => silencedBy((line) => lines[line], { line: 3, code });
  assert.deepEqual(['tab', 'cycle', 'syntax', 'alias'].map(by), [1, 2, 3, undefined]);
});

test('all that a text silences, with its places', () => {
  const text = [
    'a: 1 # viki-ignore cycle, tab: a reason',
    'b: " # viki-ignore no"',
    '',
    '  # viki-ignore',
    '',
    'é: 🚀 #  viki-ignore  syntax ,alias viki-ignore x',
  ].join('\r\n');
  const ignores = ignoresIn(text);
  const marks = ignores.flatMap(({ line, codes, ...span }) => [
    { ...span, message: `line ${line}` },
    ...codes.map(({ name, start, end }) => ({ start, end, message: name })),
  ]);
  assert.equal(
    withMarks(text, marks).replaceAll('\r', ''),
    [
      'a: 1 # viki-ignore cycle, tab: a reason',
      '#      ^^^^^^^^^^^ line 1',
      '#                  ^^^^^ cycle',
      '#                         ^^^ tab',
      'b: " # viki-ignore no"',
      '',
      '  # viki-ignore',
      '#   ^^^^^^^^^^^ line 4',
      '',
      'é: 🚀 #  viki-ignore  syntax ,alias viki-ignore x',
      '#        ^^^^^^^^^^^ line 6',
      '#                     ^^^^^^ syntax',
      '#                             ^^^^^ alias',
    ].join('\n'),
  );
  assert.deepEqual(ignoresIn('a: 1\n# nothing to ignore\n'), []);
});
