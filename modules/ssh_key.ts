// The module `ssh_key`: a key that lets somebody log in as a user, as a line in authorized_keys. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Tools } from './contract.ts';
import { selfProbe, userProbe } from './things/account.ts';
import { PATH_FIELD_HINT, PATH_FIELD_PATTERN, unreadableRefusal } from './things/attributes.ts';
import {
  isWanted,
  linesOf,
  ONE_LINE_HINT,
  ONE_LINE_PATTERN,
  stateField,
  textOfLines,
  wantEdited,
} from './things/edits.ts';
import { homeIn, homeProbe } from './things/home.ts';
import { ancestors, type PathState, pathId, pathIn, pathProbe, pathSteps } from './things/path.ts';
import { LOGIN_NAME_HINT, LOGIN_NAME_PATTERN, noUserRefusal } from './things/people.ts';
import { textProbe } from './things/text.ts';

const FOLDER_MODE = '0700';
const FILE_MODE = '0600';
const ROOT_HOME = '/root';

const userOf = (spec: Spec): string => String(spec['user']);
const usualHome = (user: string): string => (user === 'root' ? ROOT_HOME : `/home/${user}`);
const fileOf = (spec: Spec): string => String(spec['file'] ?? `${usualHome(userOf(spec))}/.ssh/authorized_keys`);
const folderOf = (spec: Spec): string => ancestors(fileOf(spec)).at(-1) ?? '/';
const aboveOf = (spec: Spec): string => ancestors(folderOf(spec)).at(-1) ?? '/';

/** Kind and bytes of a key: what it is, whatever comment or options it comes with. */
const bodyOf = (spec: Spec): string => String(spec['key']).split(' ').slice(0, 2).join(' ');

function lineOf(spec: Spec): string {
  const options = spec['options'];
  return `${typeof options === 'string' ? `${options} ` : ''}${String(spec['key'])}`;
}

function withKey(spec: Spec, text: string): string {
  const { lines, end } = linesOf(text);
  const isMeant = (line: string): boolean => !line.startsWith('#') && ` ${line} `.includes(` ${bodyOf(spec)} `);
  const first = lines.findIndex(isMeant);
  if (!isWanted(spec)) return first < 0 ? text : textOfLines({ lines: lines.filter((line) => !isMeant(line)), end });
  if (first < 0) return textOfLines({ lines: [...lines, lineOf(spec)], end });
  const kept = lines.filter((line, index) => index === first || !isMeant(line));
  if (kept.length === lines.length && lines[first] === lineOf(spec)) return text;
  return textOfLines({ lines: kept.with(first, lineOf(spec)), end });
}

/** The group of the user's files, or why their keys can't be where they are looked for. */
function groupOf(spec: Spec, now: State, tools: Tools): { readonly group: string } | Refusal {
  const user = userOf(spec);
  const home = homeIn(now, user);
  if (home.is === 'absent') {
    // (the usual way to make a user gives them a group of their name)
    if (tools.changesBefore) return { group: user };
    return noUserRefusal(user);
  }
  if (spec['file'] !== undefined || home.folder === usualHome(user)) return { group: home.group };
  return {
    refused: `the home folder of ${user} is ${home.folder}`,
    hint: `add \`file: ${home.folder}/.ssh/authorized_keys\``,
  };
}

function wantKey(spec: Spec, now: State, tools: Tools): State | Refusal {
  const found = pathIn(now, fileOf(spec));
  if (!isWanted(spec) && found.is === 'absent') return now;
  const owner = groupOf(spec, now, tools);
  if ('refused' in owner) return owner;
  const [folder, above] = [folderOf(spec), aboveOf(spec)];
  const there = pathIn(now, folder);
  const unreadable = unreadableRefusal(folder, there);
  if (unreadable) return unreadable;
  if (there.is === 'absent' && pathIn(now, above).is === 'absent' && !tools.changesBefore) {
    return { refused: `the folder ${above} does not exist`, hint: `add a \`mkdir\` for ${above}` };
  }
  const attributes = { owner: userOf(spec), group: owner.group };
  const edited = wantEdited(
    { path: fileOf(spec), state: spec['state'] ?? 'present' },
    now,
    tools,
    (text) => withKey(spec, text),
    { mode: FILE_MODE, ...attributes },
  );
  if (isRefusal(edited) || there.is !== 'absent') return edited;
  const made: PathState = { is: 'directory', mode: FOLDER_MODE, ...attributes };
  return { ...edited, [pathId(folder)]: made };
}

export const sshKey: Module = {
  name: 'ssh_key',
  summary: 'A key that lets somebody log in as a user: a line in their authorized_keys.',
  spec: {
    fields: {
      user: {
        type: 'string',
        description: 'The user that the key logs in as.',
        pattern: LOGIN_NAME_PATTERN,
        patternHint: LOGIN_NAME_HINT,
        examples: ['deploy'],
      },
      key: {
        type: 'string',
        notation: 'public-key',
        description: 'The public key, as a `.pub` file has it.',
        pattern: '^(sk-)?(ssh|ecdsa)-[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,3}( [^\\n\\r\\u0000]*)?$',
        patternHint: 'a public key on one line, such as `ssh-ed25519 AAAA... me@laptop`',
        examples: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICGm7dVYHfDGGeYenWVsmDLKyYwKfrGdOFRDq8z24mr0 me@laptop'],
      },
      options: {
        type: 'string',
        description: 'What a login with this key may do.',
        minLength: 1,
        pattern: ONE_LINE_PATTERN,
        patternHint: ONE_LINE_HINT,
        examples: ['no-pty,command="/opt/app/deploy"'],
      },
      file: {
        type: 'string',
        description: 'Where the keys of that user are.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        defaultHint: '`.ssh/authorized_keys` in `/home/USER`, or in `/root`',
        examples: ['/srv/deploy/.ssh/authorized_keys'],
      },
      state: stateField,
    },
    required: ['user', 'key'],
  },
  mainField: 'user',
  key: (spec) => pathId(fileOf(spec)),
  part: bodyOf,
  read: (spec) => [
    // (whoever makes the user comes first)
    userProbe(userOf(spec)),
    homeProbe(userOf(spec)),
    selfProbe,
    pathProbe(aboveOf(spec)),
    pathProbe(folderOf(spec)),
    pathProbe(fileOf(spec)),
    textProbe(fileOf(spec)),
  ],
  want: wantKey,
  steps: (spec, from, to) => pathSteps([folderOf(spec), fileOf(spec)], from, to),
};
