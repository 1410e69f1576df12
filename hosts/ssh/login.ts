// What a login is made of, and what comes of it. Types only.
import type { Client } from 'ssh2';
import type { Asker } from '../asker.ts';
import type { Secret } from '../secrets.ts';
import type { Destination, Environment } from './config.ts';
import type { HostKeyPolicy } from './host-key.ts';

/** Where to log in and with what. */
export type Login = Destination & {
  /** The name of the host in the text, for messages. */
  readonly name: string;
  readonly identity: string | undefined;
  readonly password: Secret | undefined;
  /** The hosts on the way, outermost first, or `none`; undefined: as the ssh configuration says. */
  readonly jump: string | undefined;
  /** The same, where it is known already. */
  readonly through?: readonly Login[];
  readonly knownHosts: string | undefined;
};

export type Surroundings = Environment & {
  readonly asker: Asker;
  readonly hostKeys: HostKeyPolicy;
  /** A jump host that is a host of the project. */
  readonly loginOf: (name: string) => Login | undefined;
};

export type Connection = {
  readonly client: Client;
  readonly user: string;
  readonly place: string;
  /** Why it ended, once it has. */
  readonly ended: () => string | undefined;
  close(): void;
};
