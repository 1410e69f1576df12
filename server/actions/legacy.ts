// A file whose one host stands in `vars`, as the first viki had it, gets `hosts`. Passwords stay variables. Pure.
import { LEGACY_HOST } from '../../language/host-table.ts';
import type { Declaration, LiveProject } from '../../language/index.ts';
import type { Edit } from '../../language/problem.ts';
import type { Asked, CodeAction } from './action.ts';
import { indentOf, intoSection } from './section.ts';

/** The name that stood for the machine itself. */
const THIS_MACHINE = 'localhost';

export function hostOutOfVariables({ live, document, touched }: Asked): readonly CodeAction[] {
  const problem = touched.find(({ code }) => code === 'host-in-vars');
  const [hostname] = live.declarationsOf('variable:hostname');
  if (problem === undefined || hostname === undefined || hostname.piece.file !== document.file) return [];
  const address = moved(live, document.file, 'hostname');
  const user = moved(live, document.file, 'username');
  if (address === undefined) return [];
  const isLocal = address.text === THIS_MACHINE;
  const fields = isLocal ? ['via: local'] : [`address: ${address.text}`, ...(user ? [`user: ${user.text}`] : [])];
  if (!isLocal && !isEmpty(live, 'password')) fields.push('password: "${password}"');
  if (live.declarationsOf('variable:sudo_password').length > 0) {
    fields.push(`sudo: ${isEmpty(live, 'sudo_password') ? 'true' : '{ password: "${sudo_password}" }'}`);
  }
  const host = intoSection(document, hostname.piece.part, 'hosts', `${LEGACY_HOST}: { ${fields.join(', ')} }`);
  if (host === undefined) return [];
  const edits = [host, ...[address.removed, user?.removed].filter((edit) => edit !== undefined)];
  const title = `Write it as the host \`${LEGACY_HOST}\`, under \`hosts\``;
  return [{ title, kind: 'quickfix', edits, problem, isPreferred: true }];
}

/** What stands for a variable under `hosts`: its own text, when nothing else uses it; it need not stay then. */
type Moved = { readonly text: string; readonly removed?: Edit };

function moved(live: LiveProject, file: string, name: string): Moved | undefined {
  const [declaration] = live.declarationsOf(`variable:${name}`);
  if (declaration === undefined) return undefined;
  const { piece, entry } = declaration;
  const { value } = entry;
  const text = piece.text.slice(value.start, value.end);
  const isUsed = live.dependentsOn(`variable:${name}`).some((other) => other !== declaration);
  const isOwnLine = piece.file === file && isAlone(declaration);
  const isPlain = value.kind === 'scalar' && value.style !== 'block' && text !== '' && !text.includes('${');
  if (isUsed || !isOwnLine || !isPlain) return { text: `"\${${name}}"` };
  const start = piece.text.lastIndexOf('\n', entry.key.start - 1) + 1;
  const newline = piece.text.indexOf('\n', value.end);
  const end = newline === -1 ? piece.text.length : newline + 1;
  return { text, removed: { start: piece.offset + start, end: piece.offset + end, text: '' } };
}

/** Is there nothing else on its line, not even a comment? */
function isAlone({ piece, entry }: Declaration): boolean {
  const rest = piece.text.slice(entry.value.end).split('\n', 1)[0] ?? '';
  return indentOf(piece, entry) !== undefined && rest.trim() === '';
}

const isEmpty = (live: LiveProject, name: string): boolean => {
  const value = live.declarationsOf(`variable:${name}`)[0]?.entry.value;
  return value === undefined || (value.kind === 'scalar' && (value.value === null || value.value === ''));
};
