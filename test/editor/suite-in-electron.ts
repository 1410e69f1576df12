// Runs the suite in the desktop VS Code that @vscode/test-electron downloads, where that is possible. It may not touch a VS Code of the machine.
import { join } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, SilentReporter } from '@vscode/test-electron';
import { cacheFolder } from '../../scripts/node.mjs';
import type { Place } from './place.ts';
import { type Environment, runCommand, startService } from './processes.ts';
import { SUITE_LIMIT_SECONDS, type SuiteRun } from './suite.ts';
import type { EditorVersion } from './versions.ts';

/** A download that stands still this long has failed. */
const IDLE_LIMIT_MILLISECONDS = 15_000;
const INSTALL_LIMIT_SECONDS = 120;

/** The program of the downloaded VS Code, fetched once per version; rejects when it can't be had or has no display. */
export async function ensureDesktop(version: EditorVersion): Promise<string> {
  if (process.platform === 'linux' && !process.env['DISPLAY']) {
    throw new Error('no display (DISPLAY is not set; under xvfb-run it is)');
  }
  return await downloadAndUnzipVSCode({
    version: version.vscode,
    cachePath: join(cacheFolder(), 'electron'),
    timeout: IDLE_LIMIT_MILLISECONDS,
    reporter: new SilentReporter(),
  });
}

async function installExtension(program: string, place: Place, folders: readonly string[], vsix: string) {
  const [cli, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(program, { reuseMachineInstall: true });
  if (cli === undefined) throw new Error(`the VS Code in ${program} has no command line program`);
  await runCommand(cli, [...cliArgs, ...folders, '--install-extension', vsix], {
    folder: place.home,
    environment: place.environment,
    limitSeconds: INSTALL_LIMIT_SECONDS,
  });
}

/** Runs the suite; the editor is started as `runTests` of @vscode/test-electron does, but in a process group and with a limit. */
export async function runSuiteInElectron(
  program: string,
  place: Place,
  suite: { readonly vsix: string; readonly entryPoint: string; readonly environment: Environment },
): Promise<SuiteRun> {
  const folders = [`--user-data-dir=${place.userData}`, `--extensions-dir=${place.extensions}`];
  await installExtension(program, place, folders, suite.vsix);
  const args = [
    place.workspace,
    ...folders,
    '--no-sandbox',
    '--disable-gpu-sandbox',
    '--disable-updates',
    '--disable-workspace-trust',
    '--no-cached-data',
    '--skip-release-notes',
    '--skip-welcome',
    `--extensionDevelopmentPath=${place.suite}`,
    `--extensionTestsPath=${suite.entryPoint}`,
  ];
  const editor = await startService(program, args, { environment: suite.environment, folder: place.home });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`was not over after ${SUITE_LIMIT_SECONDS} s`), SUITE_LIMIT_SECONDS * 1000);
  });
  try {
    return { ending: await Promise.race([editor.ended, late]), log: editor.log() };
  } finally {
    clearTimeout(timer);
    await editor.stop();
  }
}
