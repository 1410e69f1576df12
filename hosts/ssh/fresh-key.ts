// New key pairs, for servers of our own. ssh2 writes about one in 350 so that neither it nor OpenSSH can read it again
// (an ed25519 key that begins with a zero byte), so each one is read before it is given away.
import type { Ssh2 } from './keys.ts';

export type FreshKey = { readonly private: string; readonly public: string };

/** Sixteen unreadable keys in a row are not bad luck. */
const TRIES_LIMIT = 16;

export function freshKey(ssh2: Ssh2, comment = ''): FreshKey {
  for (let tries = 0; tries < TRIES_LIMIT; tries += 1) {
    const key = ssh2.utils.generateKeyPairSync('ed25519', { comment });
    if (!(ssh2.utils.parseKey(key.private) instanceof Error)) return key;
  }
  throw new Error(`ssh2 made ${TRIES_LIMIT} keys, and could read none of them`);
}
