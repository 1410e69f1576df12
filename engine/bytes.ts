// A file's bytes as a host prints them, for a diff. Pure.

/** Larger files are not fetched to be looked at. */
export const BYTES_LIMIT = 1_048_576;

export type BytesAnswer = { readonly bytes: Uint8Array } | { readonly missing: 'no-file' | 'denied' | 'too-large' };

export function parseBytes(lines: readonly string[]): BytesAnswer {
  const numbers: number[] = [];
  for (const line of lines) {
    if (line.startsWith('no-file')) return { missing: 'no-file' };
    if (line.startsWith('denied')) return { missing: 'denied' };
    if (line.startsWith('too-large')) return { missing: 'too-large' };
    if (!line.startsWith('hex ')) continue;
    for (const pair of line.slice(4).trim().split(/\s+/)) numbers.push(Number.parseInt(pair, 16));
  }
  return { bytes: Uint8Array.from(numbers.filter((number) => !Number.isNaN(number))) };
}
