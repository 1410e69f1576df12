// The floors' shell: what somebody would write who knew the hosts' state by heart and wanted nothing but speed. No journal,
// no way back, no verification.
import { sha256, type Wanted } from './workload.ts';

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** One stat and one sha256sum for all; prints `same` or what differs. */
export function checkScript(wanted: readonly Wanted[]): string {
  const expected = wanted.map(
    ({ kind, path, mode }) =>
      `${Number.parseInt(mode, 8).toString(8)} root:root ${kind === 'file' ? 'regular file' : kind} ${path}`,
  );
  const files = wanted.filter((item) => item.kind === 'file');
  const sums = files.map(({ path, content }) => `${sha256(content)}  ${path}`);
  return `
expected=$(cat <<'END_OF_STATES'
${expected.join('\n')}
END_OF_STATES
)
found=$(stat -c '%a %U:%G %F %n' -- ${wanted.map(({ path }) => quote(path)).join(' ')} 2>/dev/null)
if [ "$found" = "$expected" ] && sha256sum -c --status <<'END_OF_SUMS'
${sums.join('\n')}
END_OF_SUMS
then echo same; else echo differs; fi
`;
}

function line(item: Wanted): string {
  const path = quote(item.path);
  const attributes = `chown root:root ${path} && chmod ${item.mode} ${path}`;
  if (item.kind === 'directory') return `mkdir -p ${path} && ${attributes}`;
  return `printf %s ${quote(item.content)} >${path}.new && chown root:root ${path}.new && chmod ${item.mode} ${path}.new && mv ${path}.new ${path}`;
}

/** One line for each resource, in order; the first that fails ends it. */
export const applyScript = (wanted: readonly Wanted[]): string =>
  `set -e\numask 077\nmkdir -p -m 755 /srv/bench\n${wanted.map(line).join('\n')}\necho same\n`;
