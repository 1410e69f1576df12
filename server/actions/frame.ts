// Sections that stand beside `viki:` instead of under it are put there. Pure.
import { fieldIn } from '../../language/form.ts';
import { projectForm } from '../../language/forms.ts';
import type { Edit } from '../../language/problem.ts';
import type { Asked, CodeAction } from './action.ts';

export function putUnderViki({ document, touched }: Asked): readonly CodeAction[] {
  const problem = touched.find(({ code }) => code === 'missing-field' || code === 'unknown-key');
  const piece = problem && document.pieceAt(problem.start);
  if (problem === undefined || piece === undefined) return [];
  const pieces = document.pieces.filter(({ part, text }) => part === piece.part && text.trim() !== '');
  const roots = pieces.flatMap(({ path, parsed }) => (path.length === 0 ? parsed.entries : []));
  const isSection = roots.length > 0 && roots.every(({ key }) => fieldIn(projectForm, key.name) !== undefined);
  const first = pieces.find(({ parsed }) => parsed.entries.length > 0);
  if (!isSection || first === undefined) return [];
  const edits: Edit[] = [];
  for (const { offset, text, lineStarts, index } of pieces) {
    if (index < first.index) continue;
    for (const start of lineStarts) {
      if (start < text.length && !/^\r?\n/.test(text.slice(start, start + 2))) {
        edits.push({ start: offset + start, end: offset + start, text: '  ' });
      }
    }
  }
  const [top, ...others] = edits;
  if (top === undefined) return [];
  const title = 'Put it under `viki:`';
  return [{ title, kind: 'quickfix', edits: [{ ...top, text: 'viki:\n  ' }, ...others], problem, isPreferred: true }];
}
