// Parts of files at their edges: ends of lines of Windows, a last line without an end, what is no text, what is too large.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256Of } from '../../test/support/projects.ts';
import { block } from '../block.ts';
import { isRefusal, type JsonObject, type Module, type Spec, type State } from '../contract.ts';
import { ini } from '../ini.ts';
import { line } from '../line.ts';

const PATH = '/etc/x';
const tools = {
  bytes: (text: string) => ({ sha256: sha256Of(text), size: Buffer.byteLength(text) }),
  changesBefore: false,
};

const worldOf = (content: string, told: JsonObject = { is: 'text', text: content }): State => ({
  'account:self:': { is: 'self', user: 'root', group: 'root' },
  'path:/etc': { is: 'directory', mode: '0755', owner: 'root', group: 'root' },
  [`path:${PATH}`]: { is: 'file', ...tools.bytes(content), mode: '0644', owner: 'root', group: 'root' },
  [`text:${PATH}`]: told,
});

function edited(module: Module, spec: Spec, content: string): string {
  const wanted = module.want({ path: PATH, ...spec }, worldOf(content), tools);
  assert.ok(!isRefusal(wanted), JSON.stringify(wanted));
  const text = String(wanted[`text:${PATH}`]?.['text']);
  assert.equal(wanted[`path:${PATH}`]?.['sha256'], sha256Of(text), 'the file is what its text is');
  return text;
}

function refusal(content: string, told: JsonObject): string {
  const wanted = line.want({ path: PATH, line: 'x' }, worldOf(content, told), tools);
  assert.ok(isRefusal(wanted));
  return wanted.refused;
}

test('ends of lines stay those of the file', () => {
  assert.equal(edited(line, { line: 'c' }, 'a\r\nb\r\n'), 'a\r\nb\r\nc\r\n');
  assert.equal(edited(line, { line: 'c' }, 'a\r\nb\n'), 'a\r\nb\nc\n');
  assert.equal(edited(ini, { section: 's', key: 'k', value: '2' }, '[s]\r\nk=1\r\n'), '[s]\r\nk=2\r\n');
  const lines = '# viki: begin n\r\nx\r\ny\r\n# viki: end n\r\n';
  assert.equal(edited(block, { name: 'n', content: 'x\ny\n' }, ''), lines.replaceAll('\r', ''));
  assert.equal(edited(block, { name: 'n', content: 'x\ny\n' }, 'a\r\n'), `a\r\n${lines}`);
});

test('a file that is as wanted keeps its last line without an end', () => {
  assert.equal(edited(line, { line: 'b' }, 'a\nb'), 'a\nb');
  assert.equal(edited(line, { line: 'b', state: 'absent' }, 'a'), 'a');
  assert.equal(edited(ini, { key: 'k', value: '1' }, 'k=1'), 'k=1');
  assert.equal(edited(line, { line: 'c' }, 'a\nb'), 'a\nb\nc\n');
});

test('without a pattern, a line may be there more than once', () => {
  assert.equal(edited(line, { line: '}' }, '}\n}\n'), '}\n}\n');
  assert.equal(edited(line, { line: '}', match: '^\\}$' }, '}\n}\n'), '}\n');
});

test('a setting is looked for in its own section only, and a comment is none', () => {
  assert.equal(edited(ini, { key: 'k', value: '2' }, '[s]\nk=1\n'), 'k=2\n[s]\nk=1\n');
  assert.equal(
    edited(ini, { section: 't', key: 'k', value: '2' }, '[s]\nk=1\n\n[t]\n;k=1\n'),
    '[s]\nk=1\n\n[t]\n;k=1\nk=2\n',
  );
  assert.equal(edited(ini, { section: 's', key: 'k', value: '' }, '[s]\n  k = 1\n'), '[s]\n  k = \n');
});

test('what can not be read exactly is not changed', () => {
  assert.match(refusal('a\0b', { is: 'text', text: 'ab' }), /is not known, or it is not text/);
  assert.match(refusal('a', { is: 'too-large' }), /too large to change a part of it/);
  assert.match(refusal('a', { is: 'no-text' }), /can not be read as text/);
});

test('a mistake in a pattern is told', () => {
  const wanted = line.want({ path: PATH, line: 'x', match: '(' }, worldOf('a\n'), tools);
  assert.ok(isRefusal(wanted));
  assert.match(wanted.refused, /`match` is not a regular expression/);
});
