// A language that nobody speaks: English with accents on every letter. What is without them on the screen was never translated.
// It is made for the ring and is in no package.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const PSEUDO = 'qps-ploc';

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ACCENTED = 'áƀćđéƒǧħíĵķľɱńóƥɋŕśťúѵŵẋýžÁƁĆĐÉƑǦĦÍĴĶĽƝŃÓƤɊŔŚŤÚѴŴẊÝŽ';
const LETTERS = new Map([...PLAIN].map((letter, index) => [letter, [...ACCENTED][index] ?? letter]));

/** What stands for something else (`{0}`, icons, addresses of links, commands) means the same in every language. */
const FIXED = /(\{\d+\}|\$\([a-z~-]+\)|`[^`]*`|\]\([^)]*\)|viki)/;

/** The same in the language of nobody. */
export const pseudo = (english: string): string =>
  english
    .split(FIXED)
    .map((part, index) => (index % 2 === 1 ? part : [...part].map((letter) => LETTERS.get(letter) ?? letter).join('')))
    .join('');

function translate(folder: string, from: string, to: string): void {
  const words: Record<string, string> = JSON.parse(readFileSync(join(folder, from), 'utf8'));
  const translated = Object.fromEntries(Object.entries(words).map(([name, text]) => [name, pseudo(text)]));
  writeFileSync(join(folder, to), JSON.stringify(translated));
}

/** Teaches an installed extension this language; windows that speak another one see nothing of it. */
export function teachPseudo(extensions: string): void {
  const name = readdirSync(extensions).find((entry) => entry.startsWith('viki.viki-'));
  if (name === undefined) throw new Error(`the extension is not in ${extensions}`);
  const folder = join(extensions, name);
  translate(folder, 'package.nls.json', `package.nls.${PSEUDO}.json`);
  translate(folder, 'l10n/bundle.l10n.json', `l10n/bundle.l10n.${PSEUDO}.json`);
}

/** Words without accents, but for these names of things. */
export function untranslated(text: string, names: readonly string[]): readonly string[] {
  const known = new Set(names);
  const words = text.replaceAll(/`[^`]*`/g, ' ').match(/[\p{L}][\p{L}\p{N}._@/-]*/gu) ?? [];
  const plain = words.map((word) => word.replace(/[.-]+$/, '')).filter((word) => /^[ -~]{2,}$/.test(word));
  return plain.filter((word) => !known.has(word));
}
