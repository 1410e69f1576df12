// From what the text says about a host to a way to reach it. The one place that knows all ways.
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../engine/host.ts';
import type { HostSettings, SecretSource } from '../engine/project.ts';
import type { Asker } from './asker.ts';
import { commandHost, localHost } from './process.ts';
import { revealSecret } from './secrets.ts';
import { SshHost } from './ssh/host.ts';
import type { HostKeyPolicy } from './ssh/host-key.ts';
import type { Login, Surroundings } from './ssh/login.ts';

export type Way = {
  readonly asker: Asker;
  readonly environment: NodeJS.ProcessEnv;
  readonly hostKeys: HostKeyPolicy;
  /** Another ssh configuration than the user's. */
  readonly configFile?: string;
  /** Hosts of the project, by name: one may be the way to another. */
  readonly hosts?: ReadonlyMap<string, HostSettings>;
  readonly debug?: (line: string) => void;
};

const underHome = (path: string | undefined): string | undefined =>
  path?.startsWith('~/') ? join(homedir(), path.slice(2)) : path;

function secretOf(
  source: SecretSource | undefined,
  settings: HostSettings,
  purpose: 'password' | 'sudo',
  way: Way,
): (() => Promise<string>) | undefined {
  if (!source) return undefined;
  const prompt = `${purpose === 'sudo' ? 'Password for sudo' : 'Password'} on ${settings.name}`;
  return () => revealSecret(source, { host: settings.name, purpose, prompt }, way.asker, way.environment);
}

function loginOf(settings: HostSettings, way: Way): Login {
  return {
    name: settings.name,
    host: settings.address,
    port: settings.port,
    user: settings.user,
    identity: underHome(settings.identity),
    password: secretOf(settings.password, settings, 'password', way),
    jump: settings.jump,
    knownHosts: underHome(settings.knownHosts),
  };
}

export function openHost(settings: HostSettings, way: Way): Host {
  if (settings.via === 'local') return localHost(settings.name, way.environment);
  if (settings.via !== 'ssh') return commandHost(settings.name, settings.via, way.environment);
  const surroundings: Surroundings = {
    variables: way.environment,
    configFile: way.configFile,
    localUser: userInfo().username,
    debug: way.debug ?? (() => undefined),
    asker: way.asker,
    hostKeys: way.hostKeys,
    loginOf: (name) => {
      const jump = way.hosts?.get(name);
      return jump && loginOf(jump, way);
    },
  };
  const sudo = settings.sudo && { password: secretOf(settings.sudo.password, settings, 'sudo', way) };
  return new SshHost(loginOf(settings, way), sudo, surroundings);
}
