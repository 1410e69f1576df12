// The doctor's page, and what of it may be shown to strangers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportText, withoutNames } from './report.ts';

const works = { what: 'Node', is: 'good', words: '22.18.0', mend: '' } as const;
const broken = { what: 'reach', is: 'bad', words: 'nobody answers at web-1:22', mend: 'is it on?' } as const;

test('what works has a line, what does not says what to do', () => {
  const text = reportText('viki: Doctor', [
    { title: 'This machine', findings: [works] },
    { title: 'web-1', findings: [broken] },
  ]);
  assert.match(text, /^# viki: Doctor\n\nOne thing does not work; what to do stands below each\.\n/);
  assert.match(text, /## This machine\n\n✓ Node: 22\.18\.0\n/);
  assert.match(text, /✗ reach: nobody answers at web-1:22\n {4}what to do: is it on\?/);
  assert.match(reportText('x', [{ title: 'y', findings: [works] }]), /Nothing is wrong: 1 check passed\./);
});

test('names are replaced whole, wherever they stand, and nothing beside them', () => {
  const names = new Map([
    ['web', 'host-1'],
    ['web-1.lan', 'address-2'],
    ['ada', 'user-1'],
    ['/projects/shop', 'folder-1'],
  ]);
  const text = 'ssh to ada@web-1.lan:22, web: webby /projects/shop/known_hosts';
  assert.equal(withoutNames(text, names), 'ssh to user-1@address-2:22, host-1: webby folder-1/known_hosts');
});

test('an address is no name, and is replaced wherever it comes from; what looks like one may be a version', () => {
  const text = 'connect ECONNREFUSED 10.0.0.5:22, then 2001:db8::1:5. Linux 5.15.167.4-standard, SHA256:abc, 12:34:56';
  assert.equal(
    withoutNames(text, new Map()),
    'connect ECONNREFUSED address:22, then address. Linux 5.15.167.4-standard, SHA256:abc, 12:34:56',
  );
});
