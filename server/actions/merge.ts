// A section or module that stands there twice: the entries of the second go below those of the first. Pure.
import type { Document, Piece } from '../../language/index.ts';
import { lineFrom } from '../../language/lines.ts';
import type { Asked, CodeAction } from './action.ts';

export const merged = ({ document, touched }: Asked): readonly CodeAction[] =>
  touched.flatMap((problem): readonly CodeAction[] => {
    const second = problem.code === 'duplicate-key' ? document.pieceAt(problem.start) : undefined;
    const isKey = second !== undefined && second.offset + lineFrom(second.text, 0).indent === problem.start;
    if (!isKey || !second.cut.isHeader) return [];
    const first = document.pieces.find(
      ({ header, headerKey, part, cut }) =>
        cut.isHeader && header === second.header && headerKey === second.headerKey && part === second.part,
    );
    const own = below(document, second);
    const others = first === undefined ? [] : below(document, first);
    const last = others.at(-1);
    if (last === undefined || first === second || !areIndentedAlike(own, others)) return [];
    const text = own.map((piece) => piece.text).join('');
    const at = last.offset + last.text.length;
    const end = second.offset + second.text.length + text.length;
    const edits = [
      { start: at, end: at, text: `${last.text.endsWith('\n') ? '' : '\n'}${text}${text.endsWith('\n') ? '' : '\n'}` },
      { start: second.offset, end, text: '' },
    ];
    const title = `Merge it with the \`${second.headerKey}\` above`;
    return [{ title, kind: 'quickfix', edits, problem, isPreferred: true }];
  });

/** All that lies below a header. */
function below({ pieces }: Document, header: Piece): readonly Piece[] {
  const next = pieces.findIndex(({ index, cut }) => index > header.index && cut.level <= header.cut.level);
  return pieces.slice(header.index + 1, next === -1 ? undefined : next);
}

/** Lines are moved as they are, so they must be indented alike. */
function areIndentedAlike(own: readonly Piece[], others: readonly Piece[]): boolean {
  const indents = [own[0], others[0]].map((piece) => piece && lineFrom(piece.text, 0).indent);
  return indents[0] !== undefined && indents[0] === indents[1];
}
