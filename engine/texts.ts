// Bytes of files as words of a shell program. Most files are text, and a shell that writes them itself is spared some
// processes for each; what is no text travels as bytes behind the program. Pure.
import { quote } from '../modules/contract.ts';
import type { Payload } from './host.ts';

/** A program is read by the shell as a whole, so neither one file nor all of them may be large. */
const TEXT_BYTES_LIMIT = 65_536;
const ALL_TEXTS_BYTES_LIMIT = 1_048_576;
/** How many bytes are made into characters at a time. */
const CHUNK_BYTES = 4096;
/** Beyond ASCII each byte becomes five characters: texts in other scripts are sent as bytes. */
const ESCAPED_PART_LIMIT = 1 / 8;

export type Sending = {
  /** What a program says to write them: `v_text SHA256 FORMAT 'text'`. */
  readonly texts: readonly string[];
  readonly payload: readonly Payload[];
};

/** Each byte as one character. */
function charactersOf(bytes: Uint8Array): string {
  const chunks: string[] = [];
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    const chunk: ArrayLike<number> = bytes.subarray(start, start + CHUNK_BYTES);
    chunks.push(Reflect.apply(String.fromCharCode, undefined, chunk) as string);
  }
  return chunks.join('');
}

const HIGH = /[\u0080-\u00ff]/g;

/** A format and a quoted word for the shell's printf; undefined for what is no text. */
export function wordsFor(bytes: Uint8Array): string | undefined {
  const text = charactersOf(bytes);
  if (text.includes('\0')) return undefined;
  const high = text.match(HIGH)?.length ?? 0;
  if (high === 0) return `%s ${quote(text)}`;
  if (high > bytes.length * ESCAPED_PART_LIMIT) return undefined;
  // (dash and BusyBox stumble over some bytes above ASCII in a program, so they are written as numbers)
  const escaped = text.replaceAll('\\', '\\\\').replace(HIGH, (byte) => `\\0${byte.charCodeAt(0).toString(8)}`);
  return `%b ${quote(escaped)}`;
}

/** A file goes to many hosts. */
const known = new WeakMap<Uint8Array, { readonly words: string | undefined }>();

function knownWordsFor(bytes: Uint8Array): string | undefined {
  const found = known.get(bytes) ?? { words: wordsFor(bytes) };
  known.set(bytes, found);
  return found.words;
}

export function sendingOf(all: readonly Payload[]): Sending {
  const texts: string[] = [];
  const payload: Payload[] = [];
  let left = ALL_TEXTS_BYTES_LIMIT;
  for (const blob of all) {
    const words = blob.size <= Math.min(TEXT_BYTES_LIMIT, left) ? knownWordsFor(blob.bytes) : undefined;
    if (words === undefined) payload.push(blob);
    else {
      texts.push(`v_text ${blob.sha256} ${words}`);
      left -= blob.size;
    }
  }
  return { texts, payload };
}
