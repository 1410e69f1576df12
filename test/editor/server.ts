// Starts one real VS Code server with its web workbench on a free loopback port, and installs the extension in it. It knows no browser.
import type { Installation } from './installation.ts';
import type { Place } from './place.ts';
import { type Environment, runCommand, startService } from './processes.ts';

const START_LIMIT_SECONDS = 60;
const INSTALL_LIMIT_SECONDS = 60;

export interface EditorServer {
  /** host:port, as it also stands in the vscode-remote:// addresses of what lies on the server. */
  readonly authority: string;
  log(): string;
  stop(): Promise<void>;
}

/** An empty gallery: the editor then looks up no extension anywhere. */
const NO_GALLERY = { EXTENSIONS_GALLERY: '{}' };

/** Installs a packaged extension, as `code --install-extension` does. */
export async function installExtension(installation: Installation, place: Place, vsix: string): Promise<void> {
  const folders = ['--server-data-dir', place.serverData, '--extensions-dir', place.extensions];
  await runCommand(
    installation.node,
    [installation.serverMain, '--accept-server-license-terms', ...folders, '--install-extension', vsix],
    { folder: place.home, environment: { ...place.environment, ...NO_GALLERY }, limitSeconds: INSTALL_LIMIT_SECONDS },
  );
}

/** What is said of the workspace before anybody is asked. */
export type Trust = 'trusted' | 'untrusted';

/** Starts the server; `forSuite` lets the page's address name a test suite to run (and, on a newer one, hides toasts). */
export async function startServer(
  installation: Installation,
  place: Place,
  options: { readonly forSuite: boolean; readonly trust: Trust; readonly environment: Environment },
): Promise<EditorServer> {
  const args = [
    installation.serverMain,
    '--host=127.0.0.1',
    '--port=0',
    '--without-connection-token',
    '--accept-server-license-terms',
    `--server-data-dir=${place.serverData}`,
    `--user-data-dir=${place.userData}`,
    `--extensions-dir=${place.extensions}`,
    '--telemetry-level=off',
    '--disable-telemetry',
    ...(options.trust === 'trusted' ? ['--disable-workspace-trust'] : []),
    '--disable-experiments',
    ...(options.forSuite ? installation.version.suiteFlags : []),
  ];
  const server = await startService(installation.node, args, {
    environment: { ...options.environment, ...NO_GALLERY },
    folder: place.home,
  });
  try {
    const match = await server.printed(/Extension host agent listening on (\d+)/, START_LIMIT_SECONDS);
    return { authority: `127.0.0.1:${match[1]}`, log: () => server.log(), stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
