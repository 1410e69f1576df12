// From what the text says about a host to a way to reach it. The one place that knows all ways.
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import type { Host } from '../engine/host.ts';
import type { HostSettings, SecretSource } from '../engine/project.ts';
import type { Asker } from './asker.ts';
import { commandHost, localHost } from './process.ts';
import { declaredSecret, type Secret } from './secrets.ts';
import { underHome } from './ssh/config.ts';
import { SshHost } from './ssh/host.ts';
import type { HostKeyPolicy } from './ssh/host-key.ts';
import type { Login, Surroundings } from './ssh/login.ts';

export type Way = {
  /** The project's folder: files that the text names are relative to it. */
  readonly folder: string;
  readonly asker: Asker;
  readonly environment: NodeJS.ProcessEnv;
  readonly hostKeys: HostKeyPolicy;
  /** Another ssh configuration than the user's. */
  readonly configFile?: string;
  /** Hosts of the project, by name: one may be the way to another. */
  readonly hosts?: ReadonlyMap<string, HostSettings>;
  readonly debug?: (line: string) => void;
};

function secretOf(
  source: SecretSource | undefined,
  settings: HostSettings,
  purpose: 'password' | 'sudo',
  way: Way,
): Secret | undefined {
  if (!source) return undefined;
  const prompt = `${purpose === 'sudo' ? 'Password for sudo' : 'Password'} on ${settings.name}`;
  return declaredSecret(source, { host: settings.name, purpose, prompt }, way.asker, way.environment);
}

/** A key file or known_hosts of the text: relative to the project's folder, wherever viki is run. */
export const fileIn = (folder: string, path: string | undefined): string | undefined =>
  path === undefined ? undefined : resolve(folder, underHome(path));

function loginOf(settings: HostSettings, way: Way): Login {
  return {
    name: settings.name,
    host: settings.address,
    port: settings.port,
    user: settings.user,
    identity: fileIn(way.folder, settings.identity),
    password: secretOf(settings.password, settings, 'password', way),
    jump: settings.jump,
    knownHosts: fileIn(way.folder, settings.knownHosts),
  };
}

export function openHost(settings: HostSettings, way: Way): Host {
  const { asker, environment } = way;
  const sudo = settings.sudo && { password: secretOf(settings.sudo.password, settings, 'sudo', way) };
  if (settings.via !== 'ssh') {
    const options = { name: settings.name, environment, sudo, asker };
    return settings.via === 'local' ? localHost(options) : commandHost(options, settings.via);
  }
  const surroundings: Surroundings = {
    variables: environment,
    configFile: way.configFile,
    localUser: userInfo().username,
    debug: way.debug ?? (() => undefined),
    asker,
    hostKeys: way.hostKeys,
    loginOf: (name) => {
      const jump = way.hosts?.get(name);
      return jump && loginOf(jump, way);
    },
  };
  return new SshHost(loginOf(settings, way), sudo, surroundings);
}
