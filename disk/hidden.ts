// Secrets as bytes that may be summed: each stands behind a line of chance, which whoever reads the bytes skips, and is as
// long as others are. So neither a sum nor a size of them says anything of the secret. It keeps nothing and writes nothing.
import { createHmac, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

/** `key` says what a text is for: the same secret in two places has two sums. */
export type Hide = (text: string, key: string) => Promise<Uint8Array>;

/** Of this process alone: what it leads to can't be guessed by anybody who sees only sums. */
const CHANCE = randomBytes(32);
const BLOCK_BYTES = 256;
const LINE_END = 10;

const SALT_BYTES = 16;
const LINE_BYTES = 32;
/** What one guess costs whoever has a salt and a sum: 128 MiB and, here, a third of a second. We pay it once per secret. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

const derive = promisify<string, string, number, typeof COST, Buffer>(scrypt);

function behind(chance: string, text: string): Uint8Array {
  const secret = Buffer.from(text);
  const length = chance.length + 1 + secret.length;
  const filling = '-'.repeat(BLOCK_BYTES - (length % BLOCK_BYTES));
  return Buffer.concat([Buffer.from(`${chance}${filling}\n`), secret]);
}

export const hiddenIn = (bytes: Uint8Array): Uint8Array => bytes.subarray(bytes.indexOf(LINE_END) + 1);

/** For what ends with this process, or is compared with nothing. */
export const hide: Hide = (text, key) =>
  Promise.resolve(behind(createHmac('sha256', CHANCE).update(`${key}\n`).update(text).digest('hex'), text));

export const newSalt = (): string => randomBytes(SALT_BYTES).toString('hex');

/**
 * For a plan that another process is to do: the same salt and secret give the same bytes there. The salt stands in the
 * plan's file, and with it sums of what is hidden here, so that whoever has the file may guess: hence guesses that are dear.
 */
export const hideAgain =
  (salt: string): Hide =>
  async (text, key) =>
    behind((await derive(text, `${salt}\n${key}`, LINE_BYTES, COST)).toString('hex'), text);
