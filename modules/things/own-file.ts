// Files of the system that one resource has for itself, in a folder that belongs to a program: a unit, a site, a schedule.
import {
  type ContentRef,
  type FieldSchema,
  isRefusal,
  type Probe,
  type Refusal,
  type Spec,
  type State,
  type Step,
  type Tools,
  type Trial,
  type Validation,
} from '../contract.ts';
import { accountIn, selfProbe } from './account.ts';
import { occupiedRefusal } from './attributes.ts';
import { ancestors, type PathState, pathId, pathIn, pathProbe } from './path.ts';

/** The content as text, as a file of the project, or as a template. */
export const contentFields = (example: string): { readonly [name: string]: FieldSchema } => ({
  content: { type: 'string', description: 'What is in it, as text.', examples: [example], bytes: 'content' },
  source: {
    type: 'string',
    description: 'A file of this project that has the content, byte by byte; its path is relative to the `.vk.yaml`.',
    minLength: 1,
    bytes: 'local-file',
  },
  template: {
    type: 'string',
    description:
      'A Liquid template of this project that the content is made of, with variables, `host`, `group`, `fact` and `each`; its path is relative to the `.vk.yaml`.',
    minLength: 1,
    bytes: 'template',
  },
});

export const CONTENT_FIELDS = ['content', 'source', 'template'] as const;

export function contentIn(spec: Spec): ContentRef | Refusal {
  const content = spec['content'];
  if (content !== undefined) return content as ContentRef;
  return { refused: 'nothing says what should be in it', hint: 'add `content`, `source` or `template`' };
}

export type OwnFile = {
  readonly path: string;
  readonly mode: string;
  readonly content: ContentRef;
  /** What brings the folder: a program. */
  readonly program: string;
};

const folderOf = (path: string): string => ancestors(path).at(-1) ?? '/';

export const ownFileProbes = (...paths: readonly string[]): readonly Probe[] => [
  selfProbe,
  ...new Map([...paths.map(folderOf), ...paths].map((path) => [path, pathProbe(path)])).values(),
];

/** Why the login may not do it; what lies in these folders belongs to root. */
export function notRootRefusal(now: State): Refusal | undefined {
  const self = accountIn(now, selfProbe);
  if (self.is === 'self' && self.user === 'root') return undefined;
  return { refused: 'only root may do this', hint: 'log in as root, or set `sudo: true` for this host' };
}

/** Why there can't be a file, or a link, of the system's at this path. */
export function ownPathRefusal(path: string, program: string, now: State, tools: Tools): Refusal | undefined {
  const hint = 'choose another name, or move what is there';
  const refusal = notRootRefusal(now) ?? occupiedRefusal(path, pathIn(now, path), hint);
  if (refusal) return refusal;
  const folder = folderOf(path);
  if (tools.changesBefore || pathIn(now, folder).is !== 'absent') return undefined;
  return {
    refused: `there is no folder ${folder}: ${program} is not installed there`,
    hint: `add a \`package\` that brings ${program}, and \`after\` that names it`,
  };
}

/** The state of such a file: it belongs to root, whoever had it before. */
export function wantOwnFile(file: OwnFile, now: State, tools: Tools): State | Refusal {
  const refusal = ownPathRefusal(file.path, file.program, now, tools);
  if (refusal) return refusal;
  const { sha256, size } = file.content;
  const wanted: PathState = { is: 'file', sha256, size, mode: file.mode, owner: 'root', group: 'root' };
  return { ...now, [pathId(file.path)]: wanted };
}

/** The states once these paths are gone; what can't be one of ours is left alone. */
export function withoutFiles(paths: readonly string[], now: State): State | Refusal {
  const refusal = notRootRefusal(now);
  if (refusal) return refusal;
  for (const path of paths) {
    const occupied = occupiedRefusal(path, pathIn(now, path), 'choose another name, or remove it yourself');
    if (occupied) return occupied;
  }
  return { ...now, ...Object.fromEntries(paths.map((path) => [pathId(path), { is: 'absent' }])) };
}

/** What can be tried of such a file with the plan already. */
export function ownTrial(spec: Spec, trial: Omit<Trial, 'content'>): Trial | undefined {
  const content = contentIn(spec);
  return isRefusal(content) ? undefined : { ...trial, content };
}

/** The steps, with what new bytes must pass on the host before they are in place. */
export const validated = (steps: readonly Step[], validation: Validation): readonly Step[] =>
  steps.map((step) => (step.to['is'] === 'file' ? { ...step, validate: validation } : step));
