// The one line that starts viki's shell on a host: it makes a bare `sh` answer one program after another. It is given as
// an argument, so it holds nothing secret.
import { randomBytes } from 'node:crypto';
import { quote } from '../modules/contract.ts';

/** Bytes are taken from the input in blocks of this size, so that a large file needs no large buffer. */
const BLOCK_BYTES = 65_536;
const MARKER_BYTES = 12;

/** No text that anybody wrote has this in it. */
export const newMarker = (): string => `viki-${randomBytes(MARKER_BYTES).toString('hex')}`;

/**
 * Login shells may be fish or csh, so the line has no single quote, no exclamation mark, no backslash and no line end.
 * `v_take N` passes on exactly N bytes of the input: a program is that long, and the bytes that come after it are its own.
 * Lines that do not begin with the marker are dropped: a password that sudo did not need does no harm.
 */
function bootstrapLine(marker: string): string {
  return [
    `M=${marker}; export LC_ALL=C; PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH`,
    'v_say() { printf "%s %s" "$M" "$*"; echo; }',
    'v_blocks() { [ "$2" -eq 0 ] || dd bs="$1" count="$2" iflag=fullblock 2>/dev/null; }',
    `v_take() { v_blocks ${BLOCK_BYTES} $(($1 / ${BLOCK_BYTES})) && v_blocks $(($1 % ${BLOCK_BYTES})) 1; }`,
    // (what a profile printed may lack its line end)
    'echo; v_say ready',
    'while IFS= read -r v_line; do case $v_line in "$M "*) ( eval "$(exec dd bs="${v_line#"$M "}" count=1 iflag=fullblock 2>/dev/null)" ); v_say end $? ;; esac; done',
  ].join('; ');
}

/** The words of a command that gives a viki shell. */
export const bootstrapCommand = (marker: string): readonly string[] => ['sh', '-c', bootstrapLine(marker)];

/** What is sent for a program to be run. */
export function frameProgram(marker: string, program: string): Buffer {
  // The shell reads a group to its end before it runs any of it: a program that was cut off on the way is not run at all.
  const text = Buffer.from(`{ :\n${program}\n}\n`);
  // Bytes that an earlier program left behind need not end with a line.
  return Buffer.concat([Buffer.from(`\n${marker} ${text.length}\n`), text]);
}

/** Words as one text for a login shell, whichever that is. */
export const commandLine = (words: readonly string[]): string =>
  words.map((word) => (/^[\w./:=-]+$/.test(word) ? word : quote(word))).join(' ');
