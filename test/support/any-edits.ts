// Edits as people and accidents make them, always the same ones for a seed.

/** The long ring tries so many times as many random texts as the everyday one, and texts that are so many times as long. */
export const TIMES = Number(process.env['VIKI_TIMES'] ?? 1);

/** Other random texts than every day's: a number per search for what those do not find. */
const SEARCH = Number(process.env['VIKI_SEARCH'] ?? 0);

export type AnyEdit = { readonly start: number; readonly end: number; readonly put: string };

/** A file's own seed: the texts that are made of it stay as they are when another file comes. */
export function seedOf(name: string): number {
  let seed = 0;
  for (const character of name) seed = (Math.imul(seed, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return seed;
}

/** A small generator of numbers below 1 (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = (seed + SEARCH * 100_003) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PUTS = [
  ...'abcxyz01 ',
  ...'{}[]:,-?*&!|>\'"%@`#$\\\n\t~=.<',
  ...[
    '\n',
    '\n  ',
    '\n    ',
    '\n      ',
    '  ',
    ' ',
    ': ',
    ':\n',
    '---\n',
    '\n---\n',
    '...\n',
    '%YAML 1.2\n',
    '\r\n',
    '\ufeff',
  ],
  ...[
    '${',
    '${a}',
    '<<: ',
    '*a',
    '&a ',
    '- ',
    '|\n',
    '>-\n',
    '"x',
    "'",
    '# c\n',
    '? ',
    'viki:',
    'mods:\n',
    '  mods:\n',
    '    file:\n',
  ],
  ...['  hosts:\n', '  on: [a]\n', 'x: 1\n', '__proto__: ', 'constructor: ', '\ud800', '🚀', 'é', '', '', '', ''],
];
/** A text that has grown so long is cut back. */
const LENGTH_LIMIT = 4000;

export function* randomEdits(seed: number, count: number, textNow: () => string): Generator<AnyEdit> {
  const random = randomOf(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  for (let made = 0; made < count; made += 1) {
    const text = textNow();
    const start = below(text.length + 1);
    const isLine = random() < 0.15;
    const lineEnd = text.indexOf('\n', start) + 1 || text.length;
    const longest = text.length > LENGTH_LIMIT ? text.length - start : random() < 0.6 ? 1 : below(60);
    const end = isLine ? lineEnd : Math.min(start + (random() < 0.5 ? 0 : longest), text.length);
    const copied = text.slice(start, Math.min(start + below(80), text.length));
    yield { start, end, put: random() < 0.1 ? copied : (PUTS[below(PUTS.length)] ?? '') };
  }
}
