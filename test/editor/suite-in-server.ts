// Runs the suite in the extension host of a real VS Code server, whose workbench is shown in headless Chromium.
import { format } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { newProfile } from './browser.ts';
import type { Place } from './place.ts';
import type { EditorServer } from './server.ts';
import { SUITE_LIMIT_SECONDS, type SuiteRun } from './suite.ts';

const LOG_LIMIT_LINES = 200;

function address(server: EditorServer, place: Place, entryPoint: string): string {
  const onServer = (path: string) => `vscode-remote://${server.authority}${path}`;
  const payload = [
    ['extensionDevelopmentPath', onServer(place.suite)],
    ['extensionTestsPath', onServer(entryPoint)],
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({ folder: place.workspace, payload: JSON.stringify(payload) });
  return `http://${server.authority}/?${query}`;
}

async function waitForSuite(page: Page, url: string, log: string[]): Promise<string> {
  let finish: (ending: string) => void = () => {};
  const ended = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const timer = setTimeout(() => finish(`was not over after ${SUITE_LIMIT_SECONDS} s`), SUITE_LIMIT_SECONDS * 1000);
  page.on('crash', () => finish('ended with a crash of the page'));
  // The two functions through which a workbench with a suite reports to whoever automates it.
  await page.exposeFunction('codeAutomationLog', (level: string, args: unknown[]) => {
    log.push(`[${level}] ${format(...args)}`);
    if (log.length > LOG_LIMIT_LINES) log.shift();
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => finish(`ended with code ${code}`));
  try {
    await page.goto(url);
    return await ended;
  } finally {
    clearTimeout(timer);
  }
}

export async function runSuiteInServer(
  browser: Browser,
  server: EditorServer,
  place: Place,
  entryPoint: string,
): Promise<SuiteRun> {
  const profile = await newProfile(browser);
  const log: string[] = [];
  try {
    const page = await profile.newPage();
    return { ending: await waitForSuite(page, address(server, place, entryPoint), log), log: log.join('\n') };
  } finally {
    await profile.close();
  }
}
