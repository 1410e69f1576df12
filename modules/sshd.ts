// The module `sshd`: settings of the SSH server in a file of their own, checked before they are in place. Pure: it never
// sees a host.
import type { ContentRef, Module, Refusal, Spec, State, Tools } from './contract.ts';
import {
  CONTENT_FIELDS,
  contentFields,
  contentIn,
  ownFileProbes,
  validated,
  wantOwnFile,
  withoutFiles,
} from './things/own-file.ts';
import { pathId, pathSteps } from './things/path.ts';

const FOLDER = '/etc/ssh/sshd_config.d';
const MODE = '0644';
const KEYWORD = /^[A-Za-z][A-Za-z0-9]*$/;
/** A file that the server never reads would be no setting. */
const CHECK = [
  'if ! grep -qi "^[[:space:]]*include[[:space:]].*sshd_config\\.d/" /etc/ssh/sshd_config; then',
  '  echo "/etc/ssh/sshd_config does not include /etc/ssh/sshd_config.d/*.conf" >&2',
  '  exit 1',
  'fi',
  'sshd -t -f "$1" || exit',
  'copy=$PWD/copy',
  'mkdir "$copy" || exit',
  'for file in /etc/ssh/sshd_config.d/*.conf; do [ ! -f "$file" ] || cp "$file" "$copy/" || exit; done',
  'cp "$1" "$copy/" && sed "s|\\(/etc/ssh/\\)\\{0,1\\}sshd_config[.]d/|$copy/|" /etc/ssh/sshd_config >"$PWD/whole" || exit',
  'sshd -t -f "$PWD/whole"',
].join('\n');

const fileOf = (spec: Spec): string => `${String(spec['name'])}.conf`;
const pathOf = (spec: Spec): string => `${FOLDER}/${fileOf(spec)}`;

/** `Keyword value`, a line for each. */
function settingsText(settings: { readonly [name: string]: unknown }): string | Refusal {
  for (const [name, value] of Object.entries(settings)) {
    if (KEYWORD.test(name) && !/[\n\r\0]/.test(String(value))) continue;
    return {
      refused: `${name} is no setting on one line`,
      hint: 'for more than that, such as `Match`, give the whole `content`',
    };
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${String(value)}\n`)
    .join('');
}

function bytesOf(spec: Spec, bytes: Tools['bytes']): ContentRef | Refusal {
  const settings = spec['settings'] as { readonly [name: string]: unknown } | undefined;
  if (settings === undefined) return contentIn(spec);
  const text = settingsText(settings);
  return typeof text === 'string' ? bytes(text) : text;
}

function wantSshd(spec: Spec, now: State, tools: Tools): State | Refusal {
  const content = bytesOf(spec, tools.bytes);
  if ('refused' in content) return content;
  return wantOwnFile({ path: pathOf(spec), mode: MODE, content, program: 'the SSH server' }, now, tools);
}

export const sshd: Module = {
  name: 'sshd',
  summary:
    'Settings of the SSH server, in a file of their own. Settings with a mistake are refused before they are in place.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description:
          'The name of the file in /etc/ssh/sshd_config.d, without `.conf`. Of one setting in several files, the first counts.',
        pattern: '^[A-Za-z0-9_][A-Za-z0-9_-]*$',
        patternHint: 'letters, digits, `-` and `_`',
        examples: ['00-hardening'],
      },
      settings: {
        type: 'object',
        description: 'The settings, by their keywords.',
        examples: ['{ PermitRootLogin: "no", PasswordAuthentication: "no" }'],
      },
      ...contentFields('Match User deploy\n  ForceCommand /opt/app/shell\n'),
    },
    required: ['name'],
    oneOf: [['settings', ...CONTENT_FIELDS]],
  },
  mainField: 'name',
  key: (spec) => pathId(pathOf(spec)),
  read: (spec) => ownFileProbes(pathOf(spec)),
  want: wantSshd,
  absent: (spec, now) => withoutFiles([pathOf(spec)], now),
  tries(spec, bytes) {
    const content = bytesOf(spec, bytes);
    if ('refused' in content) return undefined;
    return { command: CHECK, name: fileOf(spec), program: 'sshd', path: pathOf(spec), content };
  },
  steps: (spec, from, to) => validated(pathSteps([pathOf(spec)], from, to), { command: CHECK, name: fileOf(spec) }),
};
