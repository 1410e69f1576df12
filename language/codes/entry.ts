// What is known of a code of problems, apart from its name; with it, how such knowledge is written down. Nothing is told
// or judged here.

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export type CodeEntry = {
  /** What a problem of this code has, unless a setting says otherwise. */
  readonly severity: Severity;
  /** A few words, without a full stop, as a heading. */
  readonly title: string;
  /** What is wrong and why it matters, in Markdown, for a person who comes from Ansible or shell scripts. */
  readonly explanation: string;
  /** A text that gives this code and no other one; a code that no short text can give has none. */
  readonly wrong?: string;
  /** The same text, mended. */
  readonly right?: string;
  /** The file that both are the text of, where that is not `main.vk.yaml`. */
  readonly file?: string;
  /** Other files of the example, by their path from there. */
  readonly beside?: { readonly [path: string]: string };
  /** What else there is to know, in Markdown. */
  readonly more?: string;
};

export type CodeEntries = { readonly [code: string]: CodeEntry };

/** The sentences of one paragraph. */
export const prose = (...sentences: readonly string[]): string => sentences.join(' ');

/** A text as it stands in a file, from one that is indented as the code around it. */
export function example(indented: string): string {
  const lines = indented.replace(/^\n/, '').replace(/\n *$/, '\n').split('\n');
  const margin = Math.min(...lines.filter((line) => line !== '').map((line) => line.search(/[^ ]|$/)));
  return lines.map((line) => line.slice(margin)).join('\n');
}
