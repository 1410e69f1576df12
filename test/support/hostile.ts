// Texts that a shell, a tool or a format would make something else of, as far as a field lets them in. Each has a mark at both
// ends, so that a piece of one is known wherever it turns up.
import { parse } from 'yaml';
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
    // (in the middle first: how some begin or end is what they are taken for)
    ...[`${example.slice(0, middle)}${marked}${example.slice(middle)}`, `${example}${marked}`, `${marked}${example}`],
    marked,
  ];
};

/** The mark of a text: in small letters, where a field takes no others. */
export const markOf = (text: string): string => (text.includes(MARK) ? MARK : MARK.toLowerCase());

/** The texts in an example: of a list and of a map, each. */
function textsOf(example: string, type: FieldSchema['type']): readonly string[] {
  if (type === 'string') return [example];
  const parsed: unknown = parse(example);
  return typeof parsed === 'object' && parsed !== null ? Object.values(parsed).map(String) : [example];
}

/** The worst texts that a field takes, the worst first. */
export function hostileTexts(schema: FieldSchema): readonly string[] {
  const isAllowed = mayBe(schema);
  const isFree = isAllowed(TEXTS[0] as string);
  const own = (schema.examples ?? ['']).flatMap((example) => textsOf(example, schema.type));
  const fragments = isFree ? FRAGMENTS.filter((fragment) => !fragment.includes('\n')) : FRAGMENTS;
  const madeWith = (mark: string, examples: readonly string[], from = 0): readonly string[] =>
    fragments.flatMap((fragment) =>
      examples
        .flatMap((example) => around(example, fragment, mark))
        .filter(isAllowed)
        .slice(from, from + 1),
    );
  const marked = madeWith(MARK, own);
  const made = marked.length > 0 ? marked : madeWith(MARK.toLowerCase(), own);
  // (what takes any text may still want it to be like its examples; and behind its sign, a comment is one)
  const any = isFree ? [...TEXTS, ...madeWith(MARK, [COMMENT], 1)] : PATHS.filter(isAllowed);
  return [...new Set([...any, ...made, ...(isFree ? madeWith(MARK, own, 1) : [])])];
}
