// Texts that a shell, a tool or a format would make something else of, as far as a field lets them in. Each has a mark at both
// ends, so that a piece of one is known wherever it turns up.
import type { FieldSchema } from '../../modules/contract.ts';

const MARK = 'Qz7';
/** A command that nobody may call: a program of that name tells that it was. */
export const CANARY = 'c0';
/** A file that nobody may make. */
export const STRAY = 'c1';

const INJECTIONS = `';${CANARY};' ";${CANARY};" $(${CANARY}) \`${CANARY}\` >${STRAY} & | \\ * ~ ü☃ %s $HOME`;

/** A shell that reads it as a program does nothing: only where it is torn does it do something. */
const COMMENT = ': # ';
const TEXTS = [
  `${COMMENT}${MARK} ${INJECTIONS} ${MARK}`,
  `: <<'Q'\n${MARK} ${INJECTIONS}\n${CANARY}\n-rf ${MARK}\nQ`,
  `-${MARK} --${MARK}`,
  `--${MARK}`,
];

/** Where no text of any kind is taken: paths, and what is not the value of an option. */
const PATHS = [
  `/${MARK} ${INJECTIONS.replaceAll('/', '')} ${MARK}`,
  `/${MARK}\n${CANARY}\n${MARK}`,
  `/-${MARK} -rf ${MARK}`,
  ...TEXTS.slice(-2),
];

/** What is put into examples, where a field takes no text of any kind. */
const FRAGMENTS = [
  `';${CANARY};'";${CANARY};"$(${CANARY})\`${CANARY}\``,
  ...[`$(${CANARY})`, `\`${CANARY}\``, `';${CANARY};'`, `";${CANARY};"`, `;${CANARY};`, `|${CANARY}`, `&${CANARY}&`],
  ...[
    `\n${CANARY}\n`,
    ` ${CANARY} `,
    `\t${CANARY}\t`,
    `>${STRAY}`,
    '${IFS}',
    '$HOME',
    '%s%d',
    '\\',
    "'",
    '"',
    '*',
    '[a]',
    '~',
  ],
  ...['ü☃', '\u0001', ':', ',', '=', '#', '%', '@', '+', '.', '--', '-', '_', ''],
];

const mayBe = ({ pattern: own, items, enum: words, minLength = 0 }: FieldSchema) => {
  const pattern = items?.pattern ?? own;
  // (as the validators read it)
  const expression = pattern === undefined ? /^/ : new RegExp(pattern, 'u');
  return (text: string): boolean => words === undefined && text.length >= minLength && expression.test(text);
};

const around = (example: string, fragment: string, mark: string): readonly string[] => {
  const marked = `${mark}${fragment}${mark}`;
  const middle = Math.floor(example.length / 2);
  return [
    ...[`${example}${marked}`, `${example.slice(0, middle)}${marked}${example.slice(middle)}`, `${marked}${example}`],
    marked,
  ];
};

/** The mark of a text: in small letters, where a field takes no others. */
export const markOf = (text: string): string => (text.includes(MARK) ? MARK : MARK.toLowerCase());

/** The worst texts that a field takes, the worst first. */
export function hostileTexts(schema: FieldSchema, limit: number): readonly string[] {
  const isAllowed = mayBe(schema);
  const isFree = isAllowed(TEXTS[0] as string);
  const examples = isFree ? [COMMENT] : (schema.examples ?? ['']);
  const fragments = isFree ? FRAGMENTS.filter((fragment) => !fragment.includes('\n')) : FRAGMENTS;
  const madeWith = (mark: string): readonly string[] =>
    fragments.flatMap((fragment) =>
      examples
        .flatMap((example) => around(example, fragment, mark))
        .filter(isAllowed)
        .slice(0, 1),
    );
  const marked = madeWith(MARK);
  const made = marked.length > 0 ? marked : madeWith(MARK.toLowerCase());
  return [...new Set([...(isFree ? TEXTS : PATHS).filter(isAllowed), ...made])].slice(0, limit);
}
