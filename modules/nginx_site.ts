// The module `nginx_site`: a site of nginx, checked before it is in place, and whether it is on. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Step, type Tools } from './contract.ts';
import {
  CONTENT_FIELDS,
  contentFields,
  contentIn,
  ownFileProbes,
  ownPathRefusal,
  ownTrial,
  wantOwnFile,
  withoutFiles,
} from './things/own-file.ts';
import { type PathState, pathId, pathIn, pathSteps } from './things/path.ts';

const FOLDER = '/etc/nginx';
const MODE = '0644';
/** All of nginx's files, as they would be: a copy whose paths lead into itself, with the new bytes in it. */
const CHECK = [
  'name=${1##*/} copy=$PWD/copy',
  'cp -RL /etc/nginx "$copy" || exit',
  'mkdir -p "$copy/sites-available" "$copy/sites-enabled" || exit',
  'cp "$1" "$copy/sites-available/$name" && cp "$1" "$copy/sites-enabled/$name" || exit',
  'find "$copy" -type f -exec sed -i "s#/etc/nginx/#$copy/#g" {} + || exit',
  'nginx -t -q -c "$copy/nginx.conf"',
].join('\n');

const nameOf = (spec: Spec): string => String(spec['name']);
const fileOf = (spec: Spec): string => `${FOLDER}/sites-available/${nameOf(spec)}`;
const linkOf = (spec: Spec): string => `${FOLDER}/sites-enabled/${nameOf(spec)}`;
const isOn = (spec: Spec): boolean => spec['enabled'] !== false;

/** The link as it should be; one that leads to the same file in other words stays. */
function wantLink(spec: Spec, now: State): PathState {
  if (!isOn(spec)) return { is: 'absent' };
  const found = pathIn(now, linkOf(spec));
  if (found.is === 'link' && [fileOf(spec), `../sites-available/${nameOf(spec)}`].includes(found.target)) return found;
  return { is: 'link', target: fileOf(spec), owner: 'root', group: 'root' };
}

function wantSite(spec: Spec, now: State, tools: Tools): State | Refusal {
  const content = contentIn(spec);
  if (isRefusal(content)) return content;
  const file = { path: fileOf(spec), mode: MODE, content, program: 'nginx' };
  const written = wantOwnFile(file, now, tools);
  if (isRefusal(written)) return written;
  const refusal = ownPathRefusal(linkOf(spec), file.program, now, tools);
  return refusal ?? { ...written, [pathId(linkOf(spec))]: wantLink(spec, now) };
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const steps = pathSteps([fileOf(spec), linkOf(spec)], from, to);
  const [file, link] = [pathIn(to, fileOf(spec)), pathIn(to, linkOf(spec))];
  // What is off is no part of what nginx reads.
  if (link.is === 'absent' || file.is !== 'file') return steps;
  const validate = { command: CHECK, name: nameOf(spec) };
  const [first, ...others] = steps;
  // Whatever comes first, the new bytes or only the link to those that are there: it is checked as all of it will be.
  const content = { sha256: file.sha256, size: file.size };
  return first ? [{ ...first, validate: { ...validate, content } }, ...others] : [];
}

export const nginxSite: Module = {
  name: 'nginx_site',
  summary: 'A site of nginx, on or off. A site with a mistake is refused before it is in place.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'The name of the file in /etc/nginx/sites-available.',
        pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]*$',
        patternHint: 'letters, digits, `-`, `_` and `.`',
        examples: ['shop', 'shop.example.com'],
      },
      ...contentFields('server {\n  listen 80;\n  root /srv/shop;\n}\n'),
      enabled: {
        type: 'boolean',
        description: 'Whether it is on: linked from /etc/nginx/sites-enabled.',
        defaultHint: '`true`',
        examples: ['false'],
      },
    },
    required: ['name'],
    oneOf: [CONTENT_FIELDS],
  },
  mainField: 'name',
  key: (spec) => pathId(fileOf(spec)),
  read: (spec) => ownFileProbes(fileOf(spec), linkOf(spec)),
  want: wantSite,
  absent: (spec, now) => withoutFiles([fileOf(spec), linkOf(spec)], now),
  tries: (spec) =>
    isOn(spec)
      ? ownTrial(spec, { command: CHECK, name: nameOf(spec), program: 'nginx', path: fileOf(spec) })
      : undefined,
  steps: stepsOf,
};
