// What is on the way to a host besides what the text names, so that a report for strangers can do without it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SshConfig } from './config.ts';
import { namesOnTheWay } from './examine.ts';

const config: SshConfig = {
  ...{ hostname: 'real.example.com', port: 22, user: 'deploy', identitiesOnly: false, identityAgent: undefined },
  identityFiles: ['/people/ada/.ssh/id_ed25519', '/people/ada/.ssh/acme_key'],
  ...{ proxyJump: 'ada@gate.example.com:2222,[2001:db8::1]:22,inner', proxyCommand: undefined },
  knownHostsFiles: ['/people/ada/.ssh/known_hosts', '/etc/ssh/ssh_known_hosts', '/people/ada/acme_hosts'],
  ...{ hostKeyAlias: 'acme', hashKnownHosts: false, connectTimeoutSeconds: undefined, aliveIntervalSeconds: undefined },
};

test('hosts, logins and files that only the configuration of ssh names are known by name', () => {
  const named = (is: string): string[] =>
    namesOnTheWay(config, 'ops@bastion').flatMap((one) => (one.is === is ? [one.name] : []));
  assert.deepEqual(named('address'), [
    ...['real.example.com', 'acme', 'bastion', 'gate.example.com', '2001:db8::1', 'inner'],
  ]);
  assert.deepEqual(named('user'), ['deploy', 'ops', 'ada']);
  assert.deepEqual(named('file'), ['/people/ada/.ssh/acme_key', '/people/ada/acme_hosts']);
});
