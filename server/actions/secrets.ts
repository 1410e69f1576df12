// A secret in clear text moves out: a variable that is taken from the environment stands in its place. Pure.
import { wholeReference } from '../../language/expand.ts';
import type { Edit } from '../../language/problem.ts';
import { entryOf, type Node } from '../../language/tree.ts';
import { environmentName } from '../../language/variable-info.ts';
import { cursorAt, inFile } from '../cursor.ts';
import { code } from '../manual.ts';
import type { Asked, CodeAction } from './action.ts';
import { intoSection } from './section.ts';

const SECRET = '{ secret: true, from: env }';

export const secretsMovedOut = (asked: Asked): readonly CodeAction[] =>
  asked.touched.flatMap((problem): readonly CodeAction[] => {
    if (problem.code !== 'secret-in-clear-text') return [];
    const cursor = cursorAt(asked.document, problem.start);
    if (cursor === undefined || cursor.node.kind !== 'scalar') return [];
    const { path, piece, node } = cursor;
    const span = inFile(piece, node);
    const action = (name: string): Omit<CodeAction, 'edits'> => ({
      title: `Move it out, to the environment variable ${code(environmentName(name))}`,
      kind: 'quickfix',
      problem,
      isPreferred: true,
    });
    const declaredName = variableIn(path, node);
    if (declaredName !== undefined) {
      const edits = declaredSecret(asked, declaredName);
      return edits === undefined ? [] : [{ ...action(declaredName), edits }];
    }
    if (path.includes('vars')) return [];
    const name = nameFor(path);
    if (asked.live.declarationsOf(`variable:${name}`).length > 0) return [];
    const declared = intoSection(asked.document, piece.part, 'vars', `${name}: ${SECRET}`);
    return declared === undefined ? [] : [{ ...action(name), edits: [declared, { ...span, text: `"\${${name}}"` }] }];
  });

/** The variable whose value stands there, or is referred to: `password: "${password}"`. */
const variableIn = ([, section, variable]: readonly string[], node: Node): string | undefined =>
  section === 'vars' ? variable : wholeReference(node.kind === 'scalar' ? String(node.value) : '');

/** `web_1_sudo_password`, `tunnel_token`: the name of the entry, and what leads on from there. */
function nameFor([, section, ...rest]: readonly string[]): string {
  const names = section === 'hosts' || section === 'groups' ? rest : rest.slice(1);
  return names
    .join('_')
    .replaceAll(/\W/g, '_')
    .replace(/^(?=\d)/, '_');
}

/** A variable of this file whose value goes: a secret, or empty where its value goes into files, which a secret may not. */
function declaredSecret({ live, document }: Asked, name: string): readonly Edit[] | undefined {
  const [declaration] = live.declarationsOf(`variable:${name}`);
  if (declaration === undefined || declaration.piece.file !== document.file) return undefined;
  const { piece, entry } = declaration;
  const users = live.dependentsOn(`variable:${name}`).filter((one) => one !== declaration);
  const isPassword = users.every(({ kind }) => kind === 'host');
  const { value } = entry;
  if (isPassword) return [{ ...inFile(piece, value), text: SECRET }];
  const written = value.kind === 'map' ? entryOf(value, 'default') : entry;
  return written === undefined
    ? undefined
    : [{ ...inFile(piece, { start: written.key.end + 1, end: written.value.end }), text: '' }];
}
