// The run of the crash matrix: what it changes, and how it is made to wait, or die, at one event of its journal.
import type { Host, Program, Session } from '../../engine/host.ts';
import type { Project, Resource } from '../../engine/project.ts';
import type { openHost } from '../../hosts/open.ts';
import { quote } from '../../modules/contract.ts';
import type { LabHost } from '../lab/lab.ts';
import { projectOf } from '../support/projects.ts';
import { secret, settingsOf } from './support.ts';

/** Made on the host before: something to overwrite, to replace and to leave alone. */
export const PREPARATION = [
  'rm -rf /srv/crash /var/lib/viki',
  'mkdir -p /srv/crash/kept',
  'printf old >/srv/crash/motd',
  'chmod 0600 /srv/crash/motd',
  'chown deploy:deploy /srv/crash/motd',
  'ln -s motd /srv/crash/link',
  'chmod 2750 /srv/crash/kept',
  'mkdir /srv/crash/theirs',
  'chown deploy:deploy /srv/crash/theirs',
].join(' && ');

export function crashProject(host: LabHost, login: string): Project {
  const sudo = { user: login, identity: undefined, password: secret('admin'), sudo: { password: secret('admin') } };
  const project = projectOf(
    {
      'mkdir.deep': { path: '/srv/crash/a/b/c', mode: '0711' },
      'mkdir.kept': { path: '/srv/crash/kept', mode: '0755', owner: 'deploy' },
      'file.motd': { path: '/srv/crash/motd', content: 'new\n'.repeat(5000), mode: '0644' },
      'file.link': { path: '/srv/crash/link', content: 'no link any more' },
      'file.inside': { path: '/srv/crash/a/b/c/inside', content: '' },
      'file.timed': { path: '/srv/crash/timed', content: 'within its time' },
      'file.theirs': { path: '/srv/crash/theirs/file', content: 'made by another user' },
    },
    [settingsOf(host, login === 'root' ? {} : sudo)],
  );
  // Every way in which a step is taken: by the runner, apart from it, as another user.
  const options: { readonly [address: string]: Partial<Resource> } = {
    'file.inside': { retries: 1 },
    'file.timed': { timeoutSeconds: 60 },
    'file.theirs': { runAs: 'deploy' },
  };
  const resources = project.resources.map((resource) => ({ ...resource, ...options[resource.address] }));
  return { ...project, resources };
}

/** Every event of a run that goes well, in order. */
export const EVENTS: readonly string[] = [
  'go',
  ...[1, 2, 3, 4, 5, 6, 7].flatMap((number) => [`begin ${number}`, `done ${number}`]),
  'verifying',
  'end done',
];

const at = (when: string, event: string, what: string): string =>
  `case "$1 $2" in ${quote(`${when} ${event}`)}) ${what} ;; esac`;

/** The runner says in its journal that it waits, and waits until somebody opens the gate. */
export const pausing = (when: string, event: string): string =>
  at(
    when,
    event,
    'mkfifo "$v_folder/gate" && echo paused >>"$v_folder/events" && { echo >&9; } 2>/dev/null; read -r v_x <"$v_folder/gate"',
  );

/** The runner dies on the spot. */
export const dying = (when: string, event: string): string => at(when, event, 'kill -9 $$');

/** The disk is full from then on, to the last byte; it ends with `EMPTY`. */
export const filling = (when: string, event: string): string =>
  at(when, event, 'dd if=/dev/zero of=/srv/fill bs=65536 2>/dev/null; cat /dev/zero >>/srv/fill 2>/dev/null');
export const EMPTY = 'rm -f /srv/fill';

/** Opens the gate of the run that waits at one, and says when that run has ended. */
export const OPEN_GATE = 'for gate in /var/lib/viki/runs/*/gate; do echo >"$gate"; rm -f "$gate"; done';
export const AWAIT_END =
  'for run in /var/lib/viki/runs/*/; do until [ -e "$run/outcome" ] && ! grep -qs "${run%/}" /var/lib/viki/lock; do sleep 0.02; done; done';

/** Calls `onPause` at the first sign, on any session, that the run waits. */
export function watching(open: typeof openHost, onPause: () => void): typeof openHost {
  let told = false;
  const look = (line: string): void => {
    if (line !== 'event paused' || told) return;
    told = true;
    onPause();
  };
  return (settings, way): Host => {
    const host = open(settings, way);
    return {
      name: host.name,
      place: host.place,
      async open(cancel): Promise<Session> {
        const session = await host.open(cancel);
        return {
          get isOpen() {
            return session.isOpen;
          },
          run: (program: Program, onLine, signal) =>
            session.run(
              program,
              (line) => {
                look(line);
                onLine(line);
              },
              signal,
            ),
          close: () => session.close(),
        };
      },
    };
  };
}
