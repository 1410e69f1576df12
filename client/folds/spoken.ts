// Words for people, in their language where the editor has them: a text in English is the name of itself in others. Pure: who
// knows the language hands its words in, before anything is said.

/** English, with `{0}` for what is put in, and the same in another language. */
export type Words = { readonly [english: string]: string };

let words: Words | undefined;

export const speak = (other: Words | undefined): void => {
  words = other;
};

/** What stands in l10n/bundle.l10n.json: `{0} to change on {1}`. */
export const nameOf = (pieces: readonly string[]): string =>
  pieces.reduce((name, piece, index) => `${name}{${index - 1}}${piece}`);

/** Marks a text that people see: say`${count} to change on ${hosts}`. */
export function say(pieces: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const told = words?.[nameOf(pieces)];
  if (told === undefined) return pieces.reduce((text, piece, index) => `${text}${values[index - 1]}${piece}`);
  return told.replaceAll(/\{(\d+)\}/g, (mark, index: string) => String(values[Number(index)] ?? mark));
}

/** `1 host`, `5 hosts`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  const name = `{0} ${count === 1 ? one : many}`;
  return (words?.[name] ?? name).replace('{0}', String(count));
}
