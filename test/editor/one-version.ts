// The ring on one version of VS Code: the suite in the extension host, then the stories. It keeps nothing when it is done.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { cacheFolder } from '../../scripts/node.mjs';
import type { Part } from '../../scripts/ring.ts';
import { startBrowser } from './browser.ts';
import { bundleSuite } from './bundle.ts';
import { chosenStories, playStories } from './drive.ts';
import { FACTS_VARIABLE, type HostFacts, type RingFacts, type TestResult } from './facts.ts';
import type { Installation } from './installation.ts';
import { installModel } from './model.ts';
import { makePlace, type Place } from './place.ts';
import { teachPseudo } from './pseudo.ts';
import { type EditorServer, installExtension, startServer, type Trust } from './server.ts';
import { type Sshd, startSshd } from './sshd.ts';
import { judge } from './suite.ts';
import { runSuiteInElectron } from './suite-in-electron.ts';
import { runSuiteInServer } from './suite-in-server.ts';
import type { EditorVersion } from './versions.ts';
import { writeMisspelt, writeWorkspace } from './workspace.ts';

/** A place with a workspace, an sshd that the workspace names, and the facts about both. */
interface Scene {
  readonly place: Place;
  readonly facts: RingFacts;
  readonly environment: Record<string, string>;
}

/** Pictures of failed stories are kept until the next run. */
function emptyFailuresFolder(version: EditorVersion): string {
  const folder = join(cacheFolder(), 'editor-failures', version.vscode);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** What it needs to be reached lies in the home of whoever uses the editor, so that texts on pictures are as those of users. */
function factsOf({ home }: Place, name: string, { stop: _, ...host }: Sshd): HostFacts {
  const keys = join(home, 'keys');
  mkdirSync(keys, { recursive: true });
  symlinkSync(host.keyFile, join(keys, name));
  symlinkSync(host.knownHostsFile, join(keys, `${name}.known`));
  return { ...host, identity: `~/keys/${name}`, knownHosts: `~/keys/${name}.known` };
}

function setScene(place: Place, sshd: Sshd, other: Sshd): Scene {
  const facts: RingFacts = {
    resultFile: join(place.suite, 'result.json'),
    workspace: place.workspace,
    home: place.home,
    target: place.target,
    host: factsOf(place, 'web', sshd),
    other: factsOf(place, 'other', other),
  };
  writeWorkspace(facts);
  const factsFile = join(place.suite, 'facts.json');
  writeFileSync(factsFile, JSON.stringify(facts));
  return { place, facts, environment: { ...place.environment, [FACTS_VARIABLE]: factsFile } };
}

/** Suite and stories each get a scene of their own, so that neither sees what the other did. */
async function onScene<Result>(act: (scene: Scene) => Promise<Result>): Promise<Result> {
  const place = makePlace();
  try {
    const hosts: Sshd[] = [];
    try {
      const sshd = await startSshd();
      hosts.push(sshd);
      const other = await startSshd();
      hosts.push(other);
      return await act(setScene(place, sshd, other));
    } finally {
      await Promise.all(hosts.map((host) => host.stop()));
    }
  } finally {
    place.remove();
  }
}

async function inServer<Result>(
  installation: Installation,
  vsix: string,
  scene: Scene,
  kind: { readonly forSuite: boolean; readonly trust: Trust },
  act: (browser: Browser, server: EditorServer) => Promise<Result>,
): Promise<Result> {
  await installExtension(installation, scene.place, vsix);
  teachPseudo(scene.place.extensions);
  installModel(scene.place.extensions);
  const server = await startServer(installation, scene.place, { ...kind, environment: scene.environment });
  try {
    const browser = await startBrowser(scene.place);
    try {
      return await act(browser, server);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

function partOf(name: string, tests: readonly TestResult[], started: number): Part {
  const failed = tests.filter((test) => test.state === 'failed');
  return {
    name,
    passed: tests.filter((test) => test.state === 'passed').length,
    failed: failed.length,
    skips: tests.filter((test) => test.state === 'skipped').map((test) => test.title),
    milliseconds: performance.now() - started,
    output: failed.map((test) => `${test.title}\n${test.words}\n`).join('\n'),
  };
}

/** Runs the suite in the extension host of the VS Code server. */
export async function suiteInServer(installation: Installation, vsix: string, names: readonly string[]): Promise<Part> {
  const started = performance.now();
  const tests = await onScene(async (scene) => {
    writeMisspelt(scene.facts);
    const entryPoint = await bundleSuite(scene.place.suite, names);
    const run = await inServer(installation, vsix, scene, { forSuite: true, trust: 'trusted' }, (browser, server) =>
      runSuiteInServer(browser, server, scene.place, entryPoint),
    );
    return judge(run, scene.facts.resultFile);
  });
  return partOf(`suite ${installation.version.label}`, tests, started);
}

/** Runs the suite in the extension host of a desktop VS Code. */
export async function suiteInDesktop(
  version: EditorVersion,
  program: string,
  vsix: string,
  names: readonly string[],
): Promise<Part> {
  const started = performance.now();
  const tests = await onScene(async ({ place, facts, environment }) => {
    writeMisspelt(facts);
    const entryPoint = await bundleSuite(place.suite, names);
    const run = await runSuiteInElectron(program, place, { vsix, entryPoint, environment });
    return judge(run, facts.resultFile);
  });
  return partOf(`suite ${version.label}`, tests, started);
}

/** Plays the stories of drive/ in a browser on the VS Code server. */
export async function stories(
  installation: Installation,
  vsix: string,
  chosen: { readonly names: readonly string[]; readonly screenshots: boolean },
): Promise<Part> {
  const started = performance.now();
  const { version } = installation;
  const failures = emptyFailuresFolder(version);
  const tests: TestResult[] = [];
  for (const trust of ['trusted', 'untrusted'] as const) {
    const stories = await chosenStories(chosen.names, trust);
    if (stories.length === 0) continue;
    const played = await onScene((scene) =>
      inServer(installation, vsix, scene, { forSuite: false, trust }, (browser, server) =>
        playStories(browser, server, { ...chosen, facts: scene.facts, failures, stories }),
      ),
    );
    tests.push(...played);
  }
  return partOf(`drive ${version.label}`, tests, started);
}
