// Gives a symbol another name, everywhere that the project names it, or says in words why it does not. Before it answers,
// it tries the new text: a project in which a name would be missing, taken or wrong is never handed out. Pure.
import { isLegacyHost } from '../language/host-table.ts';
import { type Document, LiveProject, type Problem, problemsOf } from '../language/index.ts';
import { contains, type Span } from '../language/text.ts';
import { cursorAt } from './cursor.ts';
import { kindOf, nameOf, originsOf, type Site, type SymbolKey, siteAt, sitesOf } from './sites.ts';

export type FileEdit = Span & { readonly file: string; readonly text: string };
export type Refusal = { readonly refused: string };
export type Renaming = { readonly edits: readonly FileEdit[] } | Refusal;
/** What would be renamed, and how it is called. */
export type Renamable = (Span & { readonly name: string }) | Refusal;

/** Words that mean something else where a variable is named. */
const RESERVED = new Set('host group env fact each true false null and or not in default'.split(' '));
/** Words that YAML, or older readers of it, take for something else than a text. */
const NOT_TEXT = /^(?:true|false|null|yes|no|on|off|y|n)$/i;
const PLAIN_SCALAR = /^[A-Za-z_/][\w./+@-]*$/;
const PLAIN_PART = /^[\w./+@-]+$/;
const EXPRESSION_WORD = /^[A-Za-z_\d][\w-]*$/;
const ONE_LINE = /^[^\p{Cc}\u2028\u2029]+$/u;

const code = (text: string): string => `\`${text}\``;
const lineOf = (live: LiveProject, { file, start }: { readonly file: string; readonly start: number }): string =>
  `line ${(live.document(file)?.pointAt(start).line ?? 0) + 1} of ${file.slice(file.lastIndexOf('/') + 1)}`;

/** What of the name its owner chose: of `file.site`, `site`. */
const ownName = (key: SymbolKey): string =>
  kindOf(key) === 'resource' ? nameOf(key).replace(/^[^.]*\./, '') : nameOf(key);

/** Where the name itself is written; undefined where something else stands for it: an alias, a value, an escape. */
function nameSpan({ piece, key, start, end }: Site): Span | undefined {
  const [written, own] = [piece.text.slice(start - piece.offset, end - piece.offset), ownName(key)];
  if (written !== own && written !== nameOf(key)) return undefined;
  return { start: end - own.length, end };
}

export function prepareRename(live: LiveProject, document: Document, offset: number): Renamable | undefined {
  const site = siteAt(live, document, offset);
  if (site === undefined) return undefined;
  const own = ownName(site.key);
  const span = nameSpan(site);
  if (originsOf(live, site.key).length === 0) return { refused: `${code(own)} is declared nowhere.` };
  if (span === undefined) return { refused: `${code(own)} is not written here: rename it where it is.` };
  if (!contains(span, offset)) return { refused: `Only the name ${code(own)} can be changed, not its module.` };
  return { ...span, name: own };
}

export function rename(live: LiveProject, document: Document, offset: number, name: string): Renaming | undefined {
  const found = prepareRename(live, document, offset);
  const site = siteAt(live, document, offset);
  if (found === undefined || 'refused' in found) return found;
  if (site === undefined) return undefined;
  if (name === found.name) return { edits: [] };
  const refused = refusal(live, site.key, name);
  if (refused !== undefined) return { refused };
  const edits: FileEdit[] = [];
  for (const place of sitesOf(live, site.key)) {
    const edit = editAt(live, place, name);
    if (edit !== undefined && 'refused' in edit) return edit;
    if (edit !== undefined) edits.push(edit);
  }
  const problem = problemAfter(live, edits);
  return problem === undefined ? { edits } : { refused: usedInTemplate(problem) ?? wordsOf(problem) };
}

function refusal(live: LiveProject, key: SymbolKey, name: string): string | undefined {
  const kind = kindOf(key);
  if (name.trim() !== name || !ONE_LINE.test(name)) return 'A name is one line of text, without spaces at its ends.';
  if (kind === 'variable' && RESERVED.has(name)) return `${code(name)} means something else in \`\${...}\`.`;
  const { isLegacy, names } = live.hosts();
  if (kind === 'variable' && (isLegacy || names.length === 0)) {
    const special = [ownName(key), name].find(isLegacyHost);
    if (special !== undefined) return `${code(special)} under \`vars\` says where the host is, so it keeps its name.`;
  }
  const full = kind === 'resource' ? nameOf(key).slice(0, -ownName(key).length) + name : name;
  for (const rival of kind === 'host' || kind === 'group' ? ['host', 'group'] : [kind]) {
    const [origin] = originsOf(live, `${rival}:${full}`);
    if (origin !== undefined) return `There is already a ${rival} ${code(full)}, in ${lineOf(live, origin)}.`;
  }
  return undefined;
}

function editAt(live: LiveProject, site: Site, name: string): FileEdit | Refusal | undefined {
  const span = nameSpan(site);
  const document = live.document(site.file);
  const cursor = span && document && cursorAt(document, span.start);
  if (span === undefined || cursor === undefined) return undefined;
  const { file, piece } = site;
  const written = piece.text.slice(cursor.span.start - piece.offset, cursor.span.end - piece.offset);
  const quote = /^["']/.exec(written)?.[0];
  const isWhole = cursor.span.start + (quote?.length ?? 0) === site.start;
  if (!isWhole) {
    if (EXPRESSION_WORD.test(name)) return { ...span, file, text: name };
    return { refused: `${code(name)} can't be written in \`\${...}\`, as in ${lineOf(live, site)}.` };
  }
  if (quote === '"') return { ...span, file, text: JSON.stringify(name).slice(1, -1) };
  if (quote === "'") return { ...span, file, text: name.replaceAll("'", "''") };
  const isPlain = span.start > site.start ? PLAIN_PART.test(name) : PLAIN_SCALAR.test(name) && !NOT_TEXT.test(name);
  if (isPlain) return { ...span, file, text: name };
  const at = span.start - cursor.span.start;
  const whole = written.slice(0, at) + name + written.slice(at + span.end - span.start);
  return { start: cursor.span.start, end: cursor.span.end, file, text: JSON.stringify(whole) };
}

/** The first problem that the project would have then, and has not now. */
function problemAfter(live: LiveProject, edits: readonly FileEdit[]): Problem | undefined {
  const read = (textOf: (file: string, text: string) => string): readonly Problem[] => {
    const copy = new LiveProject(live.outside);
    for (const file of live.files) copy.open(file, textOf(file, live.document(file)?.text ?? ''));
    // (a hint is no reason to refuse)
    return problemsOf(copy).filter(({ severity }) => severity !== 'hint');
  };
  const before = read((_, text) => text);
  const after = read((file, text) => edited(text, edits, file));
  const known = new Set(before.map(({ message }) => message));
  const count = (problems: readonly Problem[], kind: string): number =>
    problems.filter((problem) => problem.code === kind).length;
  const codes = new Set(after.map((problem) => problem.code));
  const more = [...codes].find((kind) => count(after, kind) > count(before, kind));
  const problems = after.filter((problem) => problem.code === more);
  return problems.find(({ message }) => !known.has(message)) ?? problems[0];
}

/** The edits of a file stand in the order of its text. */
function edited(text: string, edits: readonly FileEdit[], file: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits) {
    if (edit.file !== file) continue;
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return parts.join('') + text.slice(at);
}

/** A template is no text of ours to edit: what is made of it may name its variables in more ways than one. */
const usedInTemplate = ({ code: kind, message }: Problem): string | undefined =>
  kind === 'unknown-template-variable'
    ? message.replace(/, names (.*), and there is no such variable$/, ', uses $1: rename it there first, by hand.')
    : undefined;

const wordsOf = ({ message, suggestion, file, line }: Problem): string =>
  `${message}${suggestion === undefined ? '.' : `. ${suggestion}`} (It would be line ${line} of ${file.slice(file.lastIndexOf('/') + 1)}.)`;
