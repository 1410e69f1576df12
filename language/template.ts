// Liquid templates: what is wrong in one, which names it uses, and the text that it comes to. It reaches no other file,
// and what it comes to depends on nothing but the template and the data. Loaded only where there are templates: nothing
// that runs for every key may import it.
import { Liquid, type Template as LiquidTemplate } from 'liquidjs/dist/liquid.browser.mjs';
import type { Json, JsonObject } from '../modules/contract.ts';
import type { Mistake } from './expression.ts';
import { nearest } from './nearest.ts';
import { ownFilterFor } from './template-habits.ts';
import { type FilterUse, type Names, namesIn, type TemplateVariable } from './template-names.ts';
import { isLiquidError, mistakeOf, spanOfError } from './template-words.ts';

export type Template = {
  readonly text: string;
  /** In the order of the text; empty when the template can be rendered. */
  readonly mistakes: readonly Mistake[];
  /** The names that are to be handed in, in the order of the text; none where the text is no template. */
  readonly variables: readonly TemplateVariable[];
  /** Undefined when there are mistakes. */
  readonly parsed: readonly LiquidTemplate[] | undefined;
};

export type Rendered = { readonly text: string } | { readonly mistakes: readonly [Mistake, ...Mistake[]] };

/** Longer templates are no configuration. */
export const TEMPLATE_LIMIT_CHARACTERS = 1024 * 1024;
/** What a template may come to, and how much it may hold in memory on the way (in liquidjs's own count). */
export const RENDERED_LIMIT_CHARACTERS = 8 * 1024 * 1024;
const MEMORY_LIMIT = 64 * 1024 * 1024;
const RENDER_LIMIT_MILLISECONDS = 1000;
/** So many mistakes of one rendering are told. */
const MISTAKES_LIMIT = 10;

/** Filters that there are elsewhere and not here; and why. */
const REFUSED_FILTERS = new Map<string, string>([
  ...['date', 'date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string'].map(
    (name) => [name, 'What it gives depends on the moment and the time zone, so no plan would hold.'] as const,
  ),
  ['sample', 'It gives something else each time, so no plan would hold.'],
  ...['where_exp', 'reject_exp', 'group_by_exp', 'has_exp', 'find_exp', 'find_index_exp'].map(
    (name) => [name, 'Its text hides names from the checks: use `for` and `if`.'] as const,
  ),
  // (in liquidjs these two come later, and a text is needed now)
  ...['sha256', 'hmac_sha256'].map(
    (name) => [name, 'Sums are not made in templates: put it into a variable.'] as const,
  ),
  ['raw', 'Nothing is escaped here, so it is not needed.'],
]);

const REFUSED_TAGS = ['include', 'render', 'layout', 'block'] as const;

/** Why a value can't be put into a text. */
class ValueError extends Error {}

const FIELDS_MESSAGE = 'This has fields of its own: name one of them, or write `| json`';

/** What maps are made of for liquidjs: a filter that takes one for a text must not go on with `[object Object]`. */
const noText = {
  toString(): never {
    throw new ValueError(FIELDS_MESSAGE);
  },
};

function guarded(json: Json): unknown {
  if (Array.isArray(json)) return json.map(guarded);
  if (typeof json !== 'object' || json === null) return json;
  const entries = Object.entries(json as JsonObject).map(([name, value]) => [name, guarded(value)] as const);
  return Object.setPrototypeOf(Object.fromEntries(entries), noText);
}

function textOf(value: unknown): string {
  const plain: unknown = typeof value === 'object' && value !== null ? value.valueOf() : value;
  if (plain === null || plain === undefined) return '';
  if (Array.isArray(plain)) throw new ValueError('This is a list: write `| join: ", "` behind it, or `| json`');
  if (typeof plain === 'object') throw new ValueError(FIELDS_MESSAGE);
  if (typeof plain === 'number' && !Number.isFinite(plain)) throw new ValueError('This is not a number any more');
  return String(plain);
}

const liquid = new Liquid({
  // (unknown filters are told by their place, all of them)
  strictFilters: false,
  strictVariables: true,
  lenientIf: true,
  catchAllErrors: true,
  ownPropertyOnly: true,
  templates: {},
  outputEscape: textOf,
  parseLimit: TEMPLATE_LIMIT_CHARACTERS,
  renderLimit: RENDER_LIMIT_MILLISECONDS,
  memoryLimit: MEMORY_LIMIT,
});
for (const name of REFUSED_TAGS) delete liquid.tags[name];
for (const name of REFUSED_FILTERS.keys()) delete liquid.filters[name];

/** For completion. */
export const filterNames: readonly string[] = Object.keys(liquid.filters).toSorted();
export const tagNames: readonly string[] = Object.keys(liquid.tags)
  .filter((name) => name !== '#')
  .toSorted();

const NOTHING = { variables: [], parsed: undefined } as const;

export function readTemplate(text: string): Template {
  if (text.length > TEMPLATE_LIMIT_CHARACTERS) {
    const message = `This is longer than ${TEMPLATE_LIMIT_CHARACTERS} characters, which is more than a template may be`;
    return { text, mistakes: [{ start: 0, end: text.length, message }], ...NOTHING };
  }
  try {
    const parsed = liquid.parse(text);
    const names = namesIn(parsed);
    const mistakes = mistakesIn(names);
    return { text, mistakes, variables: names.variables, parsed: mistakes.length > 0 ? undefined : parsed };
  } catch (error) {
    // (what comes behind the first mostly comes of it)
    return { text, mistakes: [mistakeOf(errorsIn(error)[0], text, tagNames)], ...NOTHING };
  }
}

function mistakesIn({ filters, mistakes }: Names): readonly Mistake[] {
  const unknown = filters.filter(({ name }) => !Object.hasOwn(liquid.filters, name)).map(unknownFilter);
  return [...unknown, ...mistakes].toSorted((one, other) => one.start - other.start);
}

function unknownFilter({ name, start, end }: FilterUse): Mistake {
  const refused = REFUSED_FILTERS.get(name);
  if (refused !== undefined)
    return { start, end, message: `The filter \`${name}\` is not available`, suggestion: refused };
  const meant = ownFilterFor(name) ?? nearest(name, filterNames);
  const suggestion = meant === undefined ? undefined : `Did you mean \`${meant}\`?`;
  return { start, end, message: `There is no filter \`${name}\``, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** The text that a template comes to; what is not in the data, and is used nevertheless, is a mistake. */
export function renderTemplate(template: Template, data: JsonObject): Rendered {
  const { parsed, text, mistakes } = template;
  const [first = { start: 0, end: 0, message: 'This is no template' }, ...others] = mistakes;
  if (parsed === undefined) return { mistakes: [first, ...others] };
  try {
    const rendered = String(liquid.renderSync(parsed, guarded(data) as object));
    if (rendered.length <= RENDERED_LIMIT_CHARACTERS) return { text: rendered };
    const message = `What this comes to is longer than ${RENDERED_LIMIT_CHARACTERS} characters`;
    return { mistakes: [{ start: 0, end: text.length, message }] };
  } catch (error) {
    const [one, ...more] = errorsIn(error).map((each) => renderMistake(each, text));
    return { mistakes: [one ?? mistakeOf(error, text, tagNames), ...more.filter((each) => each.start !== one?.start)] };
  }
}

function renderMistake(error: unknown, text: string): Mistake {
  const original = isLiquidError(error) ? error.originalError : undefined;
  if (original instanceof ValueError) return { ...spanOfError(error, text), message: original.message };
  return mistakeOf(error, text, tagNames);
}

/** What liquidjs has gathered, blocks in blocks. */
function errorsIn(error: unknown): readonly unknown[] {
  const gathered = error instanceof Error && 'errors' in error ? error.errors : undefined;
  return Array.isArray(gathered)
    ? gathered.slice(0, MISTAKES_LIMIT).flatMap(errorsIn).slice(0, MISTAKES_LIMIT)
    : [error];
}
