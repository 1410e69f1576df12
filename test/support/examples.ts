// The example projects, each on one host that a test gives, instead of the hosts that are written in it.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadContents, untold } from '../../disk/contents.ts';
import { readProjectFiles } from '../../disk/project.ts';
import type { Contents } from '../../engine/contents.ts';
import type { HostSettings, Project } from '../../engine/project.ts';
import { fill } from '../../language/fill.ts';
import { parseDocument, readProject } from '../../language/index.ts';
import { root } from '../../scripts/root.ts';

export type Example = { readonly name: string; readonly project: Project; readonly contents: Contents };

export const exampleNames = (): readonly string[] =>
  readdirSync(join(root, 'examples'), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );

export async function exampleOn(name: string, settings: HostSettings): Promise<Example> {
  const folder = join(root, 'examples', name);
  const { files } = await readProjectFiles(folder, name);
  const { project } = readProject(
    files.map((file) => parseDocument(file.name, file.text)),
    name,
  );
  if (!project) throw new Error(`the example ${name} can't be read`);
  const hosts = [settings.name];
  const there: Project = {
    ...project,
    hosts: new Map([[settings.name, settings]]),
    groups: new Map(),
    resources: project.resources.map((resource) => ({ ...resource, hosts })),
    data: [],
  };
  const { contents } = await loadContents(there, folder, async () => fill, untold);
  return { name, project: there, contents };
}
