// What the text asks of each host, as a mark: where the mark is the same and the host differs, the host has changed.
import { createHash } from 'node:crypto';
import { type Contents, specWithContents } from '../engine/contents.ts';
import type { Project } from '../engine/project.ts';

const MARK_LENGTH = 16;

export function wishes(project: Project, contents: Contents): ReadonlyMap<string, string> {
  const marks = [...project.hosts.keys()].map((host): readonly [string, string] => {
    const asked = project.resources
      .filter((resource) => resource.hosts.includes(host))
      .map((resource) => [resource.address, specWithContents(resource, contents)]);
    return [host, createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, MARK_LENGTH)];
  });
  return new Map(marks);
}
