// How much memory the process takes for its speed. V8 would keep three times the memory for garbage that keys leave behind;
// told to be sparing, it collects six times as often, which a person who types feels before the memory does. So it is
// sparing for long texts only, and until it knows. Imported before everything else; it knows lengths and nothing more.
import { setFlagsFromString } from 'node:v8';

/** About 5,000 lines. */
const LONG_CHARACTERS = 150_000;

let isSparing = true;
setFlagsFromString('--optimize-for-size');

/** To be told before the texts are read, and again when they have grown or shrunk. */
export function holdsText(characters: number): void {
  const isLong = characters > LONG_CHARACTERS;
  if (isLong === isSparing) return;
  isSparing = isLong;
  setFlagsFromString(isLong ? '--optimize-for-size' : '--no-optimize-for-size');
}
