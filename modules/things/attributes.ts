// Mode, owner and group as specs give them: the fields, what must be known for them, and what they come to on a host.
import type { FieldSchema, Probe, Refusal, Spec, State } from '../contract.ts';
import { accountIn, groupProbe, selfProbe, userProbe } from './account.ts';
import { type Attributes, normalMode, type PathState } from './path.ts';

/** An absolute path without empty, `.` or `..` parts and without a slash at its end. */
export const PATH_FIELD_PATTERN = '^(/(?!\\.{1,2}(/|$))[^/\\u0000]+)+$';
export const PATH_FIELD_HINT = 'an absolute path such as /opt/app, without `.`, `..`, `//` or a slash at its end';

export const attributeFields: { readonly [name: string]: FieldSchema } = {
  mode: {
    type: 'string',
    description: 'Permissions as an octal number in quotes.',
    pattern: '^[0-7]{3,4}$',
    patternHint: 'three or four octal digits in quotes, such as "0644"',
    examples: ['0755', '0644', '0600'],
    defaultHint: 'left as it is',
  },
  owner: {
    type: 'string',
    description: 'The user that owns it, by name or number.',
    minLength: 1,
    examples: ['root', 'www-data'],
    defaultHint: 'left as it is; the user that viki logs in as when it is new',
  },
  group: {
    type: 'string',
    description: 'The group that it belongs to, by name or number.',
    minLength: 1,
    examples: ['root', 'www-data'],
    defaultHint: 'left as it is; the group of the user that viki logs in as when it is new',
  },
};

const text = (spec: Spec, field: string): string | undefined => {
  const value = spec[field];
  return typeof value === 'string' ? value : undefined;
};

/** What must be asked before `wantedAttributes` can answer. */
export function attributeProbes(spec: Spec): readonly Probe[] {
  const owner = text(spec, 'owner');
  const group = text(spec, 'group');
  return [
    selfProbe,
    ...(owner === undefined ? [] : [userProbe(owner)]),
    ...(group === undefined ? [] : [groupProbe(group)]),
  ];
}

const hasAttributes = (state: PathState): state is Extract<PathState, Attributes> =>
  state.is === 'file' || state.is === 'directory' || state.is === 'download';

/** What the spec asks for, else what is there now, else what the host would give something new. */
export function wantedAttributes(spec: Spec, state: State, now: PathState, modeIfNew: string): Attributes | Refusal {
  const self = accountIn(state, selfProbe);
  if (self.is !== 'self') return { refused: 'this host does not say who we are', hint: 'is `id` in its PATH?' };
  const current = hasAttributes(now) ? now : { mode: modeIfNew, owner: self.user, group: self.group };
  const attributes = { ...current };
  const mode = text(spec, 'mode');
  if (mode !== undefined) attributes.mode = normalMode(mode);
  for (const field of ['owner', 'group'] as const) {
    const asked = text(spec, field);
    if (asked === undefined) continue;
    const known = accountIn(state, field === 'owner' ? userProbe(asked) : groupProbe(asked));
    if (known.is === 'known') attributes[field] = known.name;
    // A number needs no name: files may belong to users that only a container knows.
    else if (/^\d+$/.test(asked)) attributes[field] = asked;
    else {
      const what = field === 'owner' ? 'user' : 'group';
      return {
        refused: `there is no ${what} \`${asked}\` on this host`,
        hint: `create it first, or name another ${field}`,
      };
    }
  }
  return { mode: attributes.mode, owner: attributes.owner, group: attributes.group };
}

/** Why no file or link of ours can be at a path: it has what is never replaced, or can't be looked at. */
export function occupiedRefusal(path: string, state: PathState, hint: string, wanted = 'file'): Refusal | undefined {
  if (state.is !== 'directory' && state.is !== 'other') return unreadableRefusal(path, state);
  const what = state.is === 'directory' ? 'a folder' : `a ${state.what}`;
  return { refused: `${path} is ${what}, not a ${wanted}`, hint };
}

/** Why a path can't be looked at, in words; undefined when it can. */
export function unreadableRefusal(path: string, state: PathState): Refusal | undefined {
  if (state.is !== 'unreadable') return undefined;
  switch (state.why) {
    case 'denied':
      return {
        refused: `the login may not look at ${state.at}`,
        hint: 'log in as another user, or set `sudo: true` for this host',
      };
    case 'blocked':
      return {
        refused: `${state.at} is not a folder, so ${path} can't be in it`,
        hint: 'choose another path, or move what is there',
      };
    case 'moving':
      return { refused: `${path} changed while it was read`, hint: 'plan again' };
  }
}
