// How many columns of a terminal a text takes: most characters one, East Asian ones and emoji two, accents none. Pure.

const NONE = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const TWO =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]$/u;
/** Katakana also has narrow forms. */
const NARROW = /^[\uFF61-\uFF9F]$/;

function columnsOfOne(character: string): number {
  if (NONE.test(character)) return 0;
  return TWO.test(character) && !NARROW.test(character) ? 2 : 1;
}

export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOfOne(character);
  return columns;
}

/** Space as wide as the text. Tabs stay tabs, so that what comes below stands where the text does. */
export const spaceLike = (text: string): string =>
  text
    .split('\t')
    .map((part) => ' '.repeat(columnsOf(part)))
    .join('\t');
