// What changes inside of the files of a plan, line by line, for whoever wants to see that: it asks hosts for their bytes, after
// the plan and over the same connection. It shows no secret, and changes nothing.
import { type Side, sideText } from '../client/folds/diff.ts';
import { isChange, plansOf } from '../client/folds/words.ts';
import type { ContentChange, HostPlan, ProjectPlan } from '../engine/result.ts';
import { lineDiff } from './line-diff.ts';
import type { Desk } from './work.ts';

/** Each is a question to the host. */
const FILES_LIMIT = 100;

/** Lines of a diff, by host and path. */
export type Diffs = { linesOf(host: string, path: string): readonly string[] };

type Asking = Pick<Desk, 'operator' | 'project' | 'contents'>;

async function linesFor(
  { operator, project, contents }: Asking,
  host: string,
  change: ContentChange,
): Promise<readonly string[]> {
  const { path, from, to } = change;
  const hidden = [...contents.refs.values()].some(({ isSecret, sha256 }) => isSecret && sha256 === to?.sha256);
  if (hidden) return ['(a secret is in it, so it is not shown)'];
  const now: Side | { failure: { message: string } } = from
    ? await operator.bytes(project, host, path)
    : { missing: 'no-file' };
  if ('failure' in now) return [`(not shown: ${now.failure.message})`];
  const bytes = to && contents.bytes(to.sha256);
  if (to && !bytes) return ['(what it becomes is kept on the host itself, and not shown here)'];
  const then: Side = bytes ? { bytes } : { missing: 'no-file' };
  return lineDiff(sideText(now, host, path), sideText(then, host, path));
}

async function diffsOn(
  desk: Asking,
  { host, changes }: HostPlan,
): Promise<readonly (readonly [string, readonly string[]])[]> {
  const files = changes.filter(isChange).flatMap((change) => change.contents);
  const asked = files.slice(0, FILES_LIMIT);
  const found = await Promise.all(
    asked.map(async (file) => [`${host}\n${file.path}`, await linesFor(desk, host, file)] as const),
  );
  const left = files.slice(FILES_LIMIT);
  const many = [`(not shown: more than ${FILES_LIMIT} files change on this host)`];
  return [...found, ...left.map(({ path }) => [`${host}\n${path}`, many] as const)];
}

export async function diffsOf(desk: Asking, plan: ProjectPlan): Promise<Diffs> {
  const found = new Map((await Promise.all(plansOf(plan).map((host) => diffsOn(desk, host)))).flat());
  return { linesOf: (host, path) => found.get(`${host}\n${path}`) ?? [] };
}
