// A name that nothing declares gets its declaration: a variable, a host or a group. Pure.
import type { ProblemCode } from '../../language/problem.ts';
import { code } from '../manual.ts';
import type { Asked, CodeAction } from './action.ts';
import { intoSection } from './section.ts';

type Kind = { readonly title: string; readonly section: string; entry(name: string): string };

const VARIABLE: Kind = { title: 'the variable', section: 'vars', entry: (name) => `${name}: ""` };
const HOST: Kind = { title: 'the host', section: 'hosts', entry: (name) => `${name}: { address: ${name} }` };
const GROUP: Kind = { title: 'the group', section: 'groups', entry: (name) => `${name}: { hosts: [] }` };

const KINDS: { readonly [code in ProblemCode]?: readonly Kind[] } = {
  'unknown-variable': [VARIABLE],
  'unknown-host': [HOST, GROUP],
  'unknown-group': [GROUP],
};

export const declarations = ({ document, touched }: Asked): readonly CodeAction[] =>
  touched.flatMap((problem) => {
    const piece = document.pieceAt(problem.start);
    const text = piece?.text.slice(problem.start - piece.offset, problem.end - piece.offset) ?? '';
    const name = /^(?:\$\{)?["']?([A-Za-z_][\w-]*)["']?\}?$/.exec(text)?.[1];
    if (piece === undefined || name === undefined) return [];
    return (KINDS[problem.code] ?? []).flatMap(({ title, section, entry }): readonly CodeAction[] => {
      const edit = intoSection(document, piece.part, section, entry(name));
      return edit ? [{ title: `Declare ${title} ${code(name)}`, kind: 'quickfix', edits: [edit], problem }] : [];
    });
  });
