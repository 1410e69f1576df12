// The little language of snippets: `$1`, `${1:text}`, `${1|one,two|}`, and `$0` where the cursor ends up. Pure.

/** Text that means only itself in a snippet. */
export const escaped = (text: string): string => text.replaceAll(/[\\$}]/g, '\\$&');

export const stop = (number: number, text: string): string => `\${${number}:${escaped(text)}}`;

export const choice = (number: number, words: readonly string[]): string => {
  const escapedWords = words.map((word) => word.replaceAll(/[\\$},|]/g, '\\$&'));
  return `\${${number}|${escapedWords.join(',')}|}`;
};

export const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

/** A text as YAML: in quotes where it would be something else without them. */
export function scalar(text: string): string {
  if (text === '') return text;
  const isPlain = /^[A-Za-z/~][\w ./~@-]*(?<! )$/.test(text) || /^\d+\.\d+\.\d+\.\d+$/.test(text);
  return isPlain && !/^(true|false|null|yes|no|on|off)$/i.test(text) ? text : JSON.stringify(text);
}

/** The text that a snippet begins with, for editors that know no snippets. */
export function withoutStops(snippet: string): string {
  return snippet
    .replaceAll(/(?<!\\)\$\{\d+:((?:[^\\}]|\\.)*)\}/g, '$1')
    .replaceAll(/(?<!\\)\$\{\d+\|((?:[^\\,|]|\\.)*)[^}]*\|\}/g, '$1')
    .replaceAll(/(?<!\\)\$\d+/g, '')
    .replaceAll(/\\([\\$},|])/g, '$1');
}
