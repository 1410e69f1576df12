// Everything that an entry requires and does not have yet, put in. Pure.
import type { Form } from '../../language/form.ts';
import { contains } from '../../language/text.ts';
import { childOf } from '../../language/tree.ts';
import { inFile } from '../cursor.ts';
import { sortOf } from '../meaning.ts';
import { scalar } from '../snippet.ts';
import type { Asked, CodeAction } from './action.ts';
import { intoMap } from './section.ts';

export function missingFields({ live, document, range, touched }: Asked): readonly CodeAction[] {
  const piece = document.pieceAt(range.start);
  if (piece === undefined) return [];
  return live.declaredIn(piece).flatMap((declaration): readonly CodeAction[] => {
    const { entry, path } = declaration;
    const sort = sortOf(path, live.outside.modules);
    const span = inFile(piece, { start: entry.key.start, end: entry.value.end });
    if (sort === undefined || !contains(span, range.start)) return [];
    const missing = sort.form.required.filter((name) => childOf(entry.value, name) === undefined);
    const edit = missing.length === 0 ? undefined : intoMap(piece, entry, lines(sort.form, missing));
    if (edit === undefined) return [];
    const problem = touched.find(({ code }) => code === 'missing-field');
    const title = `Add ${missing.map((name) => `\`${name}\``).join(', ')}`;
    return [{ title, kind: 'quickfix', edits: [edit], ...(problem && { problem, isPreferred: true }) }];
  });
}

const lines = ({ fields }: Form, names: readonly string[]): readonly string[] =>
  names.map((name) => {
    const { examples = [], types = [] } = fields[name] ?? {};
    const [example = ''] = examples;
    return `${name}: ${types.includes('string') ? scalar(example) || '""' : example}`;
  });
