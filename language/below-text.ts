// Lines that were to be the text below a `|`, and stand so far out that each of them was read as a key of its own: told
// once, as what they are. Pure.
import type { Document } from './document.ts';
import { type Fault, faultAt } from './fault.ts';
import { lineFrom } from './lines.ts';
import { opensText } from './no-colon.ts';
import type { Piece } from './piece.ts';
import type { Edit } from './problem.ts';

/** How many lines of such a text are looked at. */
const LINES_LIMIT = 1000;

/** What is wrong with how a piece is written. */
export function faultsOfPiece(document: Document | undefined, piece: Piece): readonly Fault[] {
  const { faults } = piece.parsed;
  if (document === undefined || !isWord(piece)) return faults;
  const { pieces } = document;
  let first = piece.index;
  while (isWord(pieces[first - 1]) && piece.index - first < LINES_LIMIT) first -= 1;
  const header = pieces[first - 1]?.text.trimEnd() ?? '';
  if (!opensText(header)) return faults;
  if (first !== piece.index) return [];
  const message = 'This text stands below `|` or `>`, and is not indented further than its key';
  const { indent: keyIndent } = lineFrom(header, header.lastIndexOf('\n') + 1);
  const { start, end, indent } = lineFrom(piece.text, 0);
  const fix = {
    title: 'Indent the text',
    edits: indented(pieces, piece, ' '.repeat(Math.max(keyIndent + 2 - indent, 1))),
  };
  return [
    faultAt(piece, { start: start + indent, end }, 'indentation', message, {
      suggestion: 'Indent the text below `|`.',
      fix,
    }),
  ];
}

const isWord = (piece: Piece | undefined): piece is Piece => piece?.parsed.faults[0]?.code === 'missing-colon';

/** (`}` goes on with what stands above it, whatever that is) */
const isText = (piece: Piece | undefined): boolean => piece !== undefined && (isWord(piece) || isClosing(piece));
const isClosing = ({ cut, text }: Piece): boolean => cut.kind === 'rest' && /^\s*[)\]}]/.test(text);

/** Every line of the pieces that belong to the text; offsets count from the first of them. */
function indented(pieces: readonly Piece[], first: Piece, spaces: string): readonly Edit[] {
  const edits: Edit[] = [];
  for (let index = first.index; isText(pieces[index]) && edits.length < LINES_LIMIT; index += 1) {
    const { text, offset } = pieces[index] as Piece;
    for (const { index: line } of text.matchAll(/^(?=.*\S)/gm)) {
      const start = offset - first.offset + line;
      edits.push({ start, end: start, text: spaces });
    }
  }
  return edits;
}
