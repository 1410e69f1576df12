// The module `locale`: the language that a host's programs speak. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Step, type Tools } from './contract.ts';
import { selfProbe } from './things/account.ts';
import { PATH_FIELD_HINT, PATH_FIELD_PATTERN } from './things/attributes.ts';
import { linesOf, textOfLines, wantEdited } from './things/edits.ts';
import { hasLocale, localeId, localeProbe } from './things/locale.ts';
import { notRootRefusal } from './things/own-file.ts';
import { pathIn, pathProbe, pathSteps } from './things/path.ts';
import { textProbe } from './things/text.ts';

const DEFAULT_FILE = '/etc/default/locale';
/** What Debian makes all locales from anew when it is asked to. */
const LIST = '/etc/locale.gen';
const ATTRIBUTES = { mode: '0644', owner: 'root', group: 'root' };
/** Locales that every C library has in itself. */
const BUILT_IN: readonly string[] = ['C', 'POSIX', 'C.UTF-8'];

const nameOf = (spec: Spec): string => String(spec['name']);
const fileOf = (spec: Spec): string => String(spec['file'] ?? DEFAULT_FILE);
const isBuiltIn = (spec: Spec): boolean => BUILT_IN.includes(nameOf(spec));

/** The text with this line, once, in place of those that are meant. */
function withOne(text: string, line: string, isMeant: (other: string) => boolean): string {
  const { lines, end } = linesOf(text);
  const first = lines.findIndex(isMeant);
  if (first < 0) return textOfLines({ lines: [...lines, line], end });
  const kept = lines.filter((other, index) => index === first || !isMeant(other));
  if (kept.length === lines.length && lines[first] === line) return text;
  return textOfLines({ lines: kept.with(first, line), end });
}

function wantLocale(spec: Spec, now: State, tools: Tools): State | Refusal {
  const name = nameOf(spec);
  const refusal = notRootRefusal(now);
  if (refusal) return refusal;
  const isListed = pathIn(now, LIST).is !== 'absent' && !isBuiltIn(spec);
  if (!isBuiltIn(spec) && !hasLocale(now, name) && !isListed && !tools.changesBefore) {
    return { refused: `this host can not make the locale ${name}`, hint: 'add a `package` for locales before it' };
  }
  const setLanguage = (text: string): string => withOne(text, `LANG=${name}`, (line) => /^\s*LANG=/.test(line));
  const spoken = wantEdited({ path: fileOf(spec) }, now, tools, setLanguage, ATTRIBUTES);
  if (isRefusal(spoken) || isBuiltIn(spec)) return spoken;
  const entry = `${name} ${name.slice(name.indexOf('.') + 1)}`;
  const list = (text: string): string => withOne(text, entry, (line) => line.replace(/^#\s*/, '').trim() === entry);
  const listed = isListed ? wantEdited({ path: LIST }, spoken, tools, list, ATTRIBUTES) : spoken;
  return isRefusal(listed) ? listed : { ...listed, [localeId(name)]: { is: 'present' } };
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const name = nameOf(spec);
  const files = pathSteps([LIST, fileOf(spec)], from, to);
  const [had, has] = [hasLocale(from, name), hasLocale(to, name)];
  if (had === has) return files;
  const made = {
    thing: localeId(name),
    to: to[localeId(name)] ?? {},
    title: `${has ? 'make' : 'remove'} locale ${name}`,
  };
  return has ? [made, ...files] : [...files, made];
}

export const locale: Module = {
  name: 'locale',
  summary: "The language that a host's programs speak; the locale is made where it is missing.",
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'The locale.',
        pattern: '^(C|POSIX|C\\.UTF-8|[a-z]{2,3}_[A-Z]{2}\\.[A-Za-z0-9-]+)$',
        patternHint: 'a locale with its encoding, such as `de_AT.UTF-8`, or `C.UTF-8`',
        examples: ['de_AT.UTF-8', 'C.UTF-8'],
      },
      file: {
        type: 'string',
        description: 'Where the host keeps it.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        defaultHint: `\`${DEFAULT_FILE}\``,
        examples: ['/etc/locale.conf'],
      },
    },
    required: ['name'],
  },
  mainField: 'name',
  key: (spec) => `path:${fileOf(spec)}`,
  part: () => 'LANG',
  read: (spec) => [
    selfProbe,
    localeProbe(nameOf(spec)),
    textProbe(LIST),
    textProbe(fileOf(spec)),
    pathProbe(LIST),
    pathProbe(fileOf(spec)),
  ],
  want: wantLocale,
  steps: stepsOf,
};
