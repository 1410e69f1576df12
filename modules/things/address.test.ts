// Networks as people write them come out as systems print them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkOf, networkText } from './address.ts';

const written: readonly (readonly [text: string, printed: string])[] = [
  ['10.1.2.3', '10.1.2.3'],
  ['10.1.2.3/32', '10.1.2.3'],
  ['10.1.2.3/8', '10.0.0.0/8'],
  ['1.2.3.4/0', '0.0.0.0/0'],
  ['::', '::'],
  ['::1', '::1'],
  ['FD00:0:0::/8', 'fd00::/8'],
  ['1:0:3:4:5:6:7:8/48', '1:0:3::/48'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['1:0:2:0:3:0:4:0', '1:0:2:0:3:0:4:0'],
  ['0:0:1:2:3:4:5:6', '::1:2:3:4:5:6'],
  ['1:2:3:4:5:6:0:0/128', '1:2:3:4:5:6::'],
  ['::ffff:1.2.3.4', '::ffff:1.2.3.4'],
  ['::0102:0304', '::1.2.3.4'],
  ['::ffff:0:1.2.3.4', '::ffff:0:102:304'],
];

test('a network is printed as systems print it', () => {
  for (const [text, printed] of written) {
    const network = networkOf(text);
    assert.equal(network && networkText(network), printed, text);
  }
});
