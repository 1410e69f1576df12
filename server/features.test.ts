// The features of the server, text against text: test-fixtures/server/FEATURE.txt says what comes out at the cursor.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Document, LiveProject, problemsOf } from '../language/index.ts';
import type { Edit } from '../language/problem.ts';
import { type Case, checkCases } from '../test/support/cases.ts';
import { type Mark, withMarks, withoutMarks } from '../test/support/marks.ts';
import { codeActions } from './code-actions.ts';
import { completion } from './completion.ts';
import { declaration, definition } from './definition.ts';
import { type Dependence, dependentAt, incoming, outgoing } from './depends.ts';
import { hover } from './hover.ts';
import { links } from './links.ts';
import { type Outline, outline } from './outline.ts';
import { highlights, references } from './references.ts';
import { prepareRename, rename } from './rename.ts';
import { selection } from './selection.ts';
import { workspaceSymbols } from './workspace-symbols.ts';

const FILE = 'file:///shop/main.vk.yaml';
/** What lies beside it. */
const BESIDE: ReadonlySet<string> = new Set([
  '.env',
  'files/app.env',
  'files/motd',
  'files/nginx/shop.conf',
  'site.liquid',
  'main.vk.yaml',
]);
/** The everyday ring asks at one position out of so many, the long one at each. */
const EVERY = Number(process.env['VIKI_EVERY'] ?? 11);
const fixtures = join(import.meta.dirname, '../test-fixtures');

function opened(text: string): { readonly live: LiveProject; readonly document: Document } {
  const live = new LiveProject({ files: BESIDE });
  live.open(FILE, text);
  return { live, document: live.document(FILE) as Document };
}

const check = (feature: string, render: (live: LiveProject, document: Document, given: Case) => string) =>
  test(`${feature} at the cursor`, () =>
    checkCases(join(fixtures, 'server', `${feature}.txt`), (given) => {
      const { live, document } = opened(given.text);
      return render(live, document, given);
    }));

function withEdits(text: string, edits: readonly Edit[]): string {
  const lastFirst = edits.toSorted((one, other) => other.start - one.start || other.end - one.end);
  return lastFirst.reduce(
    (edited, { start, end, text: put }) => edited.slice(0, start) + put + edited.slice(end),
    text,
  );
}

/** Places in the text as marks under its lines; only the lines that have some. */
function placed(text: string, places: readonly (Mark & { readonly file: string })[]): string {
  const outside = places.filter(({ file }) => file !== FILE).map(({ file, message }) => `${message}: ${file}`);
  const marks = places.filter(({ file }) => file === FILE);
  const lines = withMarks(text, marks).split('\n');
  const isMark = (line: string | undefined): boolean => /^#? *\^+>? /.test(line ?? '');
  const shown = lines.filter((line, index) => isMark(line) || isMark(lines[index + 1]));
  return [...(marks.length > 0 ? shown : []), ...outside].join('\n') || 'nothing';
}

/** There are ever more kinds of resources and codes; these show how any of them is offered. */
const SHOWN: ReadonlySet<string> = new Set(['mkdir', 'gitwiki', 'df', 'ls', 'http', 'tcp', 'cycle', 'unused-variable']);

check('completion', (live, document, { text, offset }) => {
  const { items } = completion(live, document, offset);
  return (
    items
      .filter(({ kind, label }) => (kind !== 'module' && kind !== 'code') || SHOWN.has(label))
      .map(({ label, kind, detail, insert, span }) => {
        assert.ok(span.start <= offset && offset <= span.end);
        const replaced = span.start === span.end ? '' : ` instead of ${text.slice(span.start, span.end)}`;
        return `${label} (${kind}${detail === undefined ? '' : `: ${detail}`})${replaced}\n    ${insert.replaceAll('\n', '\n    ')}`;
      })
      .join('\n') || 'nothing'
  );
});

check('hover', (live, document, { text, offset }) => {
  const found = hover(live, document, offset);
  if (found === undefined) return 'nothing';
  const marked = withMarks(text, [{ ...found.span, message: 'is what it is about:' }]);
  const line = marked.split('\n').find((candidate) => candidate.endsWith('is what it is about:')) ?? '';
  return `${line}\n${found.markdown}`;
});

check('code-actions', (live, document, { title: about, text, offset }) => {
  const found = problemsOf(live);
  return (
    codeActions(live, document, found, { start: offset, end: offset })
      // (wherever something can be fixed, all can be: shown once is enough)
      .filter(({ kind }) => kind !== 'source.fixAll.viki' || about.startsWith('all'))
      .map(({ title, kind, edits }) => `[${title}] (${kind})\n${withEdits(text, edits)}`)
      .join('\n') || 'nothing'
  );
});

check('definition', (live, document, { text, offset }) => {
  const [first] = declaration(live, document, offset);
  const found = definition(live, document, offset);
  return placed(
    text,
    found.map((target) => ({ ...target, message: target.start === first?.start ? 'declaration' : 'definition' })),
  );
});

check('references', (live, document, { text, offset }) => {
  const known = new Set(references(live, document, offset, false).map(({ start }) => start));
  const kinds = new Map(highlights(live, document, offset).map(({ start, kind }) => [start, kind]));
  const all = references(live, document, offset, true);
  return placed(
    text,
    all.map(({ file, start, end }) => {
      const role = known.has(start) ? 'reference' : 'declaration';
      return { file, start, end, message: `${role}, ${kinds.get(start)}` };
    }),
  );
});

/** The new name stands behind the title. */
check('rename', (live, document, { title, text, offset }) => {
  const name = title.slice(title.indexOf(': ') + 2);
  const prepared = prepareRename(live, document, offset);
  if (prepared !== undefined && !('refused' in prepared)) {
    assert.equal(text.slice(prepared.start, prepared.end), prepared.name);
  }
  const found = rename(live, document, offset, name);
  if (found === undefined) return 'nothing';
  return 'refused' in found ? found.refused : withEdits(text, found.edits);
});

check('outline', (live, document, { text }) => {
  const lineOf = (offset: number): number => document.pointAt(offset).line + 1;
  const render = ({ name, kind, detail, span, nameSpan, children }: Outline): string => {
    assert.ok(span.start <= nameSpan.start && nameSpan.end <= span.end && span.end <= text.length);
    for (const child of children) assert.ok(span.start <= child.span.start && child.span.end <= span.end);
    const lines = `${lineOf(span.start)}-${lineOf(span.end)}`;
    const below = children.map((child) => `\n  ${render(child).replaceAll('\n', '\n  ')}`).join('');
    return `${name} (${kind}${detail === undefined ? '' : `: ${detail}`}) ${lines}${below}`;
  };
  return outline(live, document).map(render).join('\n') || 'nothing';
});

/** The query stands behind the title. */
check('workspace-symbols', (live, _document, { title, text }) =>
  placed(
    text,
    workspaceSymbols([live], title.slice(title.indexOf(':') + 1).trim()).map(({ name, kind, ...place }) => ({
      ...place,
      message: `${kind} ${name}`,
    })),
  ),
);

check('selection', (_live, document, { text, offset }) =>
  selection(document, offset)
    .map(({ start, end }) => text.slice(start, end))
    .join('\n-----\n'),
);

check('links', (_live, document, { text }) =>
  placed(
    text,
    links(document).map(({ target, ...span }) => ({ ...span, file: FILE, message: target })),
  ),
);

check('depends', (live, document, { text, offset }) => {
  const render = (word: string, found: readonly Dependence[]): readonly string[] =>
    found.map(({ item: { name, kind, detail }, mentions }) => {
      const marks = mentions.map(({ start, end }) => `${document.pointAt(start).line + 1}: ${text.slice(start, end)}`);
      return `${word} ${kind} ${name}${detail === undefined ? '' : ` (${detail})`}, line ${marks.join(', ')}`;
    });
  const item = dependentAt(live, document, offset);
  if (item === undefined) return 'nothing';
  assert.ok(item.span.start <= item.nameSpan.start && item.nameSpan.end <= item.span.end);
  return [
    `${item.kind} ${item.name}`,
    ...render('<-', incoming(live, document, offset)),
    ...render('->', outgoing(live, document, offset)),
  ].join('\n');
});

test('a section that is called like what every object has leads nowhere', () => {
  for (const section of ['constructor', '__proto__', 'toString']) {
    const { document } = opened(`viki:\n  ${section}:\n    web: { source: a, identity: b }\n`);
    assert.deepEqual(links(document), []);
  }
});

test('every feature answers anywhere in any fixture', () => {
  for (const project of readdirSync(join(fixtures, 'projects'))) {
    const folder = join(fixtures, 'projects', project);
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.vk.yaml'))) {
      const { live, document } = opened(withoutMarks(readFileSync(join(folder, name), 'utf8')));
      outline(live, document);
      links(document);
      workspaceSymbols([live], '');
      for (let offset = 0; offset <= document.text.length; offset += EVERY) {
        hover(live, document, offset);
        completion(live, document, offset);
        codeActions(live, document, [], { start: offset, end: offset });
        definition(live, document, offset);
        references(live, document, offset, true);
        highlights(live, document, offset);
        prepareRename(live, document, offset);
        dependentAt(live, document, offset);
        incoming(live, document, offset);
        outgoing(live, document, offset);
        assert.ok(selection(document, offset).every(({ start, end }) => start <= offset && offset <= end));
      }
    }
  }
});
