// Runs that cut the host off: a host on which a file decides how sshd and the network are, as a configuration does, and a
// client that applies one and may be killed.
import assert from 'node:assert/strict';
import type { Policy, Project } from '../../engine/project.ts';
import type { LabHost } from '../lab/lab.ts';
import { type Declared, projectOf } from '../support/projects.ts';
import { settingsOf } from './support.ts';

/** What a run changes on the host, and what the host then is. */
export type Switch = 'stopped' | 'port' | 'closed';

/** Whatever lies in /srv/switch takes effect at once, and no longer when it is gone. */
const REACT = `#!/bin/sh
port=$(cat /srv/switch/port 2>/dev/null || echo 22)
echo "Port $port" >/run/switch.port
client=$(cat /srv/switch/closed 2>/dev/null)
ip route flush type blackhole
[ -z "$client" ] || ip route add blackhole "$client"
systemctl reset-failed ssh
if [ -e /srv/switch/stopped ]; then
  systemctl stop ssh
  pkill -KILL sshd
else
  systemctl restart ssh
fi
ls /srv/switch >/run/switch.now
`;
/** (systemd would find that this is too often) */
const OFTEN = '[Unit]\\nStartLimitIntervalSec=0\\n';
const SERVICE = '[Service]\\nType=oneshot\\nExecStart=/bin/sh /srv/react\\n';
const WATCH = '[Path]\\nPathChanged=/srv/switch\\n[Install]\\nWantedBy=multi-user.target\\n';
const PREPARATION = [
  'rm -rf /srv/switch && mkdir /srv/switch',
  'cat >/srv/react',
  `printf '${OFTEN}${SERVICE}' >/etc/systemd/system/react.service`,
  `printf '${OFTEN}${WATCH}' >/etc/systemd/system/react.path`,
  "printf 'Include /run/switch.port\\n' >/etc/ssh/sshd_config.d/switch.conf",
  'systemctl daemon-reload && systemctl enable -q --now react.path && systemctl start react.service',
].join(' && ');

export async function prepareSwitches(host: LabHost): Promise<void> {
  const made = await host.exec(PREPARATION, REACT);
  assert.equal(made.code, 0, made.stderr);
}

/** In a run, just before it waits to be confirmed: until the host is as the switch says. */
export const TAKEN_EFFECT =
  'case "$1 $2" in "before awaiting "*) until [ "$(cat /run/switch.now)" = "$(ls /srv/switch)" ]; do sleep 0.02; done ;; esac';

export function switchProject(
  host: LabHost,
  which: Switch | 'harmless',
  content: string,
  policy: Partial<Policy>,
): Project {
  const path = which === 'harmless' ? '/etc/harmless' : `/srv/switch/${which}`;
  const declared: Declared = { [`file.${which}`]: { path, content } };
  return projectOf(declared, [settingsOf(host)], policy);
}
