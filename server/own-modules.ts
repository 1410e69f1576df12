// The modules of projects themselves, for the server: what they are, and what is wrong with their files. They are run only
// where the client has said that its folders are trusted.
import { fileURLToPath } from 'node:url';
import { severityOf } from '../language/codes.ts';
import type { Outside } from '../language/index.ts';
import type { Problem } from '../language/problem.ts';
import { OwnFolders, type Untrusted } from '../own/load.ts';

const UNTRUSTED: Untrusted = {
  why: 'this folder is not trusted',
  what: 'In VS Code, trust it with `Workspaces: Manage Workspace Trust`; docs/own-modules.md tells how other editors say so.',
};

export class OwnModulesBeside {
  isTrusted = false;
  readonly #folders = new OwnFolders();

  async of(folderUri: string): Promise<{ modules: Outside['modules']; problems: readonly Problem[] }> {
    const { modules, problems } = await this.#folders.of(
      fileURLToPath(folderUri),
      this.isTrusted ? undefined : UNTRUSTED,
    );
    const told = problems.map(({ file, line, message, suggestion }): Problem => {
      const place = { file: `${folderUri}/${file}`, line, column: 1, start: 0, end: 0 };
      return { ...place, code: 'own-module', severity: severityOf('own-module'), message, suggestion };
    });
    return { modules, problems: told };
  }
}
