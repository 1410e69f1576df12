// The two sides of a file's diff as texts, and the words that stand there when bytes are no text. Pure: it may not
// import vscode, nor fetch anything.
import { say } from './spoken.ts';

/** What was found where a side of a diff should be. */
export type Side =
  | { readonly bytes: Uint8Array }
  | { readonly missing: 'no-file' | 'denied' | 'too-large' | 'not-kept' };

const isText = (bytes: Uint8Array): boolean => !bytes.includes(0);

/** The bytes as text; undefined when they are none. */
function decoded(bytes: Uint8Array): string | undefined {
  if (!isText(bytes)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // The bytes are a person's file in some other encoding: that is an answer, not an error.
    return undefined;
  }
}

/** What the diff editor shows for one side. */
export function sideText(side: Side, host: string, path: string): string {
  if ('bytes' in side) {
    const { bytes } = side;
    return decoded(bytes) ?? say`(${path} on ${host} is not UTF-8 text: ${bytes.length} bytes)\n`;
  }
  switch (side.missing) {
    case 'no-file':
      return '';
    case 'denied':
      return say`(${path} on ${host} may not be read by the login that viki uses)\n`;
    case 'too-large':
      return say`(${path} on ${host} is too large to be shown here)\n`;
    case 'not-kept':
      return say`(what ${path} will be is kept on ${host} itself and is not shown here)\n`;
  }
}

/** `motd on web-1: now ↔ wanted` */
export const diffTitle = (host: string, path: string): string =>
  say`${path.split('/').at(-1) ?? path} on ${host}: now ↔ wanted`;
