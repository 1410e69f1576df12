// The headless Chromium in which the web workbench is shown. It may reach nothing but loopback.
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import type { Place } from './place.ts';
import { findProgram } from './processes.ts';

/** Big enough for the side bar, an editor and a panel; screenshots have this size. */
const VIEWPORT = { width: 1400, height: 900 };
const ACTION_LIMIT_MILLISECONDS = 20_000;

const FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  // The page is this ring's own; root can't have Chromium's sandbox.
  '--no-sandbox',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

export async function startBrowser(place: Place): Promise<Browser> {
  const program = findProgram('chromium');
  if (!program) throw new Error('chromium is gone, though packages.txt names it: install it and run this again');
  return await chromium.launch({ executablePath: program, headless: true, args: FLAGS, env: { ...place.environment } });
}

/** A browser profile of its own, so that no page remembers another; `language` is what its windows speak. */
export async function newProfile(browser: Browser, language?: string): Promise<BrowserContext> {
  const profile = await browser.newContext({ viewport: VIEWPORT });
  profile.setDefaultTimeout(ACTION_LIMIT_MILLISECONDS);
  // (a language pack would set this, and comes from a marketplace)
  if (language !== undefined) await profile.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = '${language}'`);
  return profile;
}
