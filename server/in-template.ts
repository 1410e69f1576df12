// What can be written between the braces of a Liquid template, and what is said of the name under the pointer: variables of
// the project, its host, groups and facts, and Liquid's own filters and tags. Pure; what Liquid has is handed in.
import { FACTS } from '../language/facts.ts';
import type { LiveProject } from '../language/index.ts';
import { HOST_FIELDS } from '../language/references.ts';
import type { Span } from '../language/text.ts';
import type { Json } from '../modules/contract.ts';
import { type CompletionList, type Item, namesFor, type Some } from './completion/item.ts';
import { describeGroup, describeVariable } from './describe.ts';
import type { Seen } from './describe-reference.ts';
import { factWords } from './fact-words.ts';
import type { Hover } from './hover.ts';
import { scopeIn, valueInWords, variableIn, variableInWords } from './names.ts';
import { escaped } from './snippet.ts';

/** What Liquid has by itself. */
export type LiquidNames = { readonly filterNames: readonly string[]; readonly tagNames: readonly string[] };

/** So far back the braces are looked for that a place lies in. */
const BRACES_LIMIT = 2000;
/** What goes on with a tag, or ends it: to Liquid these are no tags of their own. */
const TAG_PARTS = [
  ...['else', 'elsif', 'when', 'endif', 'endunless', 'endcase', 'endfor', 'endtablerow', 'endcapture', 'endraw'],
  'endcomment',
];
const NOTHING: CompletionList = { items: [], isIncomplete: false };
/** What a template may name beside variables. */
const ROOTS: { readonly [name: string]: string } = {
  host: 'The host that it is filled for',
  group: 'The hosts of a group',
  fact: 'What the host tells of itself',
  each: 'The item that this instance is for, where its resource has `each`',
  each_key: 'The key of that item',
};

type Place = Span & {
  readonly kind: 'tag' | 'filter' | 'name';
  /** The names in front of it, with dots between them. */
  readonly lead: readonly string[];
  readonly word: string;
};

/** Where an offset is between braces; undefined where it is in the text, or in quotes. */
function placeAt(text: string, offset: number): Place | undefined {
  const before = text.slice(Math.max(0, offset - BRACES_LIMIT), offset);
  const open = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'));
  if (open === -1) return undefined;
  const isTag = before.charAt(open + 1) === '%';
  const inside = before
    .slice(open + 2)
    .replace(/^-/, ' ')
    .replaceAll(/'[^']*'|"[^"]*"/g, (quoted) => ' '.repeat(quoted.length));
  if (/[%}]\}|['"]/.test(inside)) return undefined;
  const dotted = /[\w.-]*$/.exec(inside)?.[0] ?? '';
  const lead = dotted.split('.');
  const word = lead.pop() ?? '';
  const rest = inside.slice(0, inside.length - dotted.length);
  const start = offset - word.length;
  const end = offset + (/^[\w-]*/.exec(text.slice(offset, offset + BRACES_LIMIT))?.[0].length ?? 0);
  const kind = /\|\s*$/.test(rest) ? 'filter' : isTag && /^\s*$/.test(rest) ? 'tag' : 'name';
  return { kind, lead, word, start, end };
}

export function templateCompletion(
  live: LiveProject,
  liquid: LiquidNames,
  text: string,
  offset: number,
): CompletionList {
  const place = placeAt(text, offset);
  if (place === undefined) return NOTHING;
  const { start, end } = place;
  const some = itemsAt(live, liquid, place);
  return { ...some, items: some.items.map((one) => ({ ...one, span: { start, end } })) };
}

function itemsAt(live: LiveProject, { filterNames, tagNames }: LiquidNames, place: Place): Some {
  const { kind, lead } = place;
  if (kind === 'name') return lead.length === 0 ? names(live, place) : below(live, lead);
  if (lead.length > 0) return all([]);
  if (kind === 'filter') return all(filterNames.map((name) => item(name, 'value', 'A filter of Liquid')));
  return all([...tagNames, ...TAG_PARTS].map((name) => item(name, 'value', 'A tag of Liquid')));
}

const all = (items: readonly Item[]): Some => ({ items, isIncomplete: false });

const item = (label: string, kind: Item['kind'], detail?: string): Item => ({
  label,
  kind,
  ...(detail !== undefined && { detail }),
  insert: escaped(label),
});

/** (secrets are not for templates) */
function names(live: LiveProject, { word }: Place): Some {
  const scope = scopeIn(live);
  const some = namesFor(word, scope?.variableNames() ?? []);
  const variables = some.names.flatMap((name): readonly Item[] => {
    const info = scope?.variable(name);
    return info === undefined || info.value.kind === 'secret' ? [] : [item(name, 'variable', variableInWords(info))];
  });
  const roots = Object.entries(ROOTS).map(([name, detail]) => item(name, 'field', detail));
  return { items: [...variables, ...roots], isIncomplete: some.isIncomplete };
}

function below(live: LiveProject, [first = '', ...rest]: readonly string[]): Some {
  if (rest.length === 0 && first === 'host') return all(HOST_FIELDS.map((name) => item(name, 'field')));
  if (rest.length === 0 && first === 'fact') return all(FACTS.map((name) => item(name, 'value')));
  if (rest.length === 0 && first === 'group') {
    const groups = [...live.hosts().groups];
    return all(groups.map(([name, members]) => item(name, 'group', valueInWords([...members]))));
  }
  const info = variableIn(live, first);
  let value: Json | undefined = info?.value.kind === 'plain' ? info.value.json : undefined;
  for (const name of rest) value = isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  if (!isMap(value)) return all([]);
  return all(Object.entries(value).map(([key, inner]) => item(key, 'value', valueInWords(inner))));
}

const isMap = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `seen` is asked only where it is told. */
export function templateHover(live: LiveProject, text: string, offset: number, seen: () => Seen): Hover | undefined {
  // (the whole word, wherever in it the pointer is)
  const end = offset + (/^[\w-]*/.exec(text.slice(offset, offset + BRACES_LIMIT))?.[0].length ?? 0);
  const place = placeAt(text, end);
  if (place?.kind !== 'name' || place.word === '') return undefined;
  const markdown = said(live, [...place.lead, place.word], seen);
  return markdown === undefined ? undefined : { span: { start: place.start, end: place.end }, markdown };
}

function said(live: LiveProject, path: readonly string[], seen: () => Seen): string | undefined {
  const [first = '', second, ...rest] = path;
  const words = `**${path.join('.')}**`;
  if (variableIn(live, first) !== undefined) return second === undefined ? describeVariable(live, first) : undefined;
  if (first === 'group' && second !== undefined && rest.length === 0) return describeGroup(live, second);
  if (first === 'fact' && second !== undefined) {
    const { facts, now } = seen();
    const segments = [second, ...rest].map((name) => ({ name, start: 0, end: 0, isBracketed: false }));
    return `${words}: what the host tells of itself; known at plan${factWords(live, segments, facts, now)}`;
  }
  return Object.hasOwn(ROOTS, first) ? `${words}: ${ROOTS[first]}` : undefined;
}
