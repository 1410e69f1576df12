// What is wrong with a public key of SSH, on one line as a `.pub` file has it: a key that was cut off lets nobody in, and
// sshd does not say why. Pure; it knows shapes of keys, and nothing of what is behind them.
import { nearest } from '../nearest.ts';
import { code } from '../sentences.ts';
import { type NotationMistake, type Part, wordsIn, wrong } from './mistake.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** OpenSSH takes no shorter ones. */
const RSA_BITS = 1024;
/** A name is not longer, and nobody wants it in a message. */
const NAME_LENGTH_LIMIT = 64;

/** What follows the name of its kind; where it is a number, so many bytes. */
type Shape = readonly (number | 'text' | 'modulus')[];
const KINDS: { readonly [kind: string]: Shape } = {
  'ssh-ed25519': [32],
  'ssh-rsa': ['text', 'modulus'],
  'ssh-dss': ['text', 'text', 'text', 'text'],
  'ecdsa-sha2-nistp256': [8, 65],
  'ecdsa-sha2-nistp384': [8, 97],
  'ecdsa-sha2-nistp521': [8, 133],
  'sk-ssh-ed25519@openssh.com': [32, 'text'],
  'sk-ecdsa-sha2-nistp256@openssh.com': [8, 65, 'text'],
};

const WHOLE = 'Copy the whole line of the `.pub` file.';

export function publicKeyMistake(text: string): NotationMistake | undefined {
  if (/^-----BEGIN [A-Z ]*PRIVATE KEY/.test(text)) {
    const suggestion = 'Take it out of the text, replace that key, and write the line of its `.pub` file here.';
    return wrong({ text, start: 0 }, 'This is a private key: nobody else may ever have it', { suggestion });
  }
  const [kind, body] = wordsIn(text);
  if (kind === undefined) return wrong({ text, start: 0 }, 'A key is missing here', { suggestion: WHOLE });
  const known = Object.keys(KINDS);
  const meant = known.includes(kind.text) ? undefined : nearest(kind.text, known);
  if (meant !== undefined) return wrong(kind, `There is no kind of key ${code(kind.text)}`, { meant });
  if (body === undefined) {
    return wrong(kind, 'A public key has its kind and, behind a space, its letters', { suggestion: WHOLE });
  }
  return bodyMistake(kind, body);
}

function bodyMistake(kind: Part, body: Part): NotationMistake | undefined {
  const bytes = bytesIn(body.text);
  const fields = bytes === undefined ? undefined : fieldsIn(bytes);
  const [name, ...others] = fields ?? [];
  if (name === undefined || fields === undefined) {
    return wrong(body, 'These are not all letters of a key: some are missing, or were changed', { suggestion: WHOLE });
  }
  const own = name.slice(0, NAME_LENGTH_LIMIT).map((byte) => String.fromCodePoint(byte));
  const said = own.join('');
  if (said !== kind.text) {
    const isKnown = Object.hasOwn(KINDS, said);
    const message = `The letters are those of another kind of key than ${code(kind.text)}`;
    return isKnown ? wrong(kind, message, { meant: said }) : wrong(body, message, { suggestion: WHOLE });
  }
  const shape = Object.hasOwn(KINDS, said) ? KINDS[said] : undefined;
  return shape && shapeMistake(body, said, shape, others);
}

function shapeMistake(
  body: Part,
  kind: string,
  shape: Shape,
  fields: readonly (readonly number[])[],
): NotationMistake | undefined {
  const fits = (want: Shape[number], at: number): boolean => {
    const length = fields[at]?.length ?? 0;
    return typeof want === 'number' ? length === want : length > 0;
  };
  if (fields.length !== shape.length || !shape.every(fits)) {
    return wrong(body, `These letters are not as many as a key of the kind ${code(kind)} has`, { suggestion: WHOLE });
  }
  const modulus = fields[shape.indexOf('modulus')];
  // (the first byte may be there for the sign only)
  const bits = modulus === undefined ? RSA_BITS : modulus.length * 8;
  if (bits >= RSA_BITS) return undefined;
  const message = `This key has about ${bits} bits, and sshd takes none of less than ${RSA_BITS}`;
  return wrong(body, message, { suggestion: 'Make a new one: `ssh-keygen -t ed25519`.' });
}

/** Base64; undefined where it is none. */
function bytesIn(text: string): readonly number[] | undefined {
  if (text.length % 4 !== 0) return undefined;
  const letters = text.replace(/={1,2}$/, '');
  const bytes: number[] = [];
  let [bits, count] = [0, 0];
  for (const letter of letters) {
    const value = LETTERS.indexOf(letter);
    if (value === -1) return undefined;
    bits = ((bits << 6) | value) & 0xfff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push((bits >> count) & 0xff);
  }
  return bytes;
}

/** Each begins with its length in four bytes; undefined where that is not so to the very end. */
function fieldsIn(bytes: readonly number[]): readonly (readonly number[])[] | undefined {
  const fields: (readonly number[])[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [first = 0, second = 0, third = 0, fourth] = bytes.slice(at, at + 4);
    if (fourth === undefined) return undefined;
    const start = at + 4;
    const end = start + first * 0x1000000 + second * 0x10000 + third * 0x100 + fourth;
    if (end > bytes.length) return undefined;
    fields.push(bytes.slice(start, end));
    at = end;
  }
  return fields;
}
