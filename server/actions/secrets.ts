// A secret in clear text moves out: a variable that is taken from the environment stands in its place. Pure.
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
    // (`vars: { password: … }`: it is declared already)
    const [, section, variable] = path;
    if (section === 'vars' && variable !== undefined)
      return [{ ...action(variable), edits: [{ ...span, text: SECRET }] }];
    const name = nameFor(path);
    if (asked.live.declarationsOf(`variable:${name}`).length > 0) return [];
    const declared = intoSection(asked.document, piece.part, 'vars', `${name}: ${SECRET}`);
    return declared === undefined ? [] : [{ ...action(name), edits: [declared, { ...span, text: `"\${${name}}"` }] }];
  });

/** `web_1_sudo_password`, `tunnel_token`: the name of the entry, and what leads on from there. */
function nameFor([, section, ...rest]: readonly string[]): string {
  const names = section === 'hosts' || section === 'groups' ? rest : rest.slice(1);
  return names
    .join('_')
    .replaceAll(/\W/g, '_')
    .replace(/^(?=\d)/, '_');
}
