// Plays the stories of drive/ on the packaged extension in headless Chromium, each in a window and browser profile of its own.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { newProfile } from './browser.ts';
import type { Stage, Story } from './drive/story.ts';
import { isNamed, type RingFacts, type TestResult } from './facts.ts';
import { Workbench } from './pages/workbench.ts';
import type { EditorServer, Trust } from './server.ts';
import { execRequests } from './sshd.ts';

const STORY_LIMIT_SECONDS = 90;
const STORIES = fileURLToPath(new URL('drive/', import.meta.url));
const IMAGES = fileURLToPath(new URL('../../docs/images/', import.meta.url));

export interface DriveOptions {
  readonly facts: RingFacts;
  /** Whether pictures are written to docs/images; tests alone leave the tree as it is. */
  readonly screenshots: boolean;
  readonly stories: readonly Story[];
  /** Where a picture of the window goes when a story fails. */
  readonly failures: string;
}

/** The stories for such a workspace, or those of them that have one of these names in their file's name. */
export async function chosenStories(only: readonly string[], trust: Trust): Promise<readonly Story[]> {
  const names = readdirSync(STORIES).filter((name) => name.endsWith('.story.ts') && isNamed(name, only));
  const modules = await Promise.all(names.sort().map((name) => import(join(STORIES, name))));
  const stories = modules.map((module: { story: Story }) => module.story);
  return stories.filter((story) => (story.isUntrusted ?? false) === (trust === 'untrusted'));
}

async function openWindow(page: Page, url: string): Promise<Workbench> {
  const workbench = new Workbench(page);
  await page.goto(url);
  await workbench.ready();
  return workbench;
}

function stageOn(page: Page, workbench: Workbench, url: string, options: DriveOptions): Stage {
  return {
    workbench,
    // (a page that only vanishes would be waited for: the editor believes that it lost its connection)
    close: async () => void (await page.goto('about:blank')),
    open: () => openWindow(page, url),
    facts: options.facts,
    execRequests: () => execRequests(options.facts.host),
    async screenshot(name) {
      if (!options.screenshots) return;
      mkdirSync(IMAGES, { recursive: true });
      await page.screenshot({ path: join(IMAGES, `${name}.png`) });
      await workbench.inDark(() => page.screenshot({ path: join(IMAGES, `${name}-dark.png`) }));
    },
  };
}

async function playWithLimit(story: Story, stage: Stage): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const fail = () => reject(new Error(`the story was not over after ${STORY_LIMIT_SECONDS} s`));
    timer = setTimeout(fail, STORY_LIMIT_SECONDS * 1000);
  });
  try {
    await Promise.race([story.play(stage), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function playOne(browser: Browser, url: string, story: Story, options: DriveOptions): Promise<TestResult> {
  const started = performance.now();
  const ended = (state: TestResult['state'], words: string): TestResult => {
    return { title: story.title, state, words, milliseconds: Math.round(performance.now() - started) };
  };
  const profile = await newProfile(browser, story.language);
  try {
    const page = await profile.newPage();
    try {
      await playWithLimit(story, stageOn(page, await openWindow(page, url), url, options));
      return ended('passed', '');
    } catch (error) {
      const picture = join(options.failures, `${story.title.replaceAll(/[^a-z0-9]+/gi, '-')}.png`);
      await page.screenshot({ path: picture });
      const words = stripVTControlCharacters(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return ended('failed', `${words}\nThe window then: ${picture}`);
    }
  } finally {
    await profile.close();
  }
}

/** Plays the stories, one after the other. */
export async function playStories(
  browser: Browser,
  server: EditorServer,
  options: DriveOptions,
): Promise<TestResult[]> {
  const url = `http://${server.authority}/?${new URLSearchParams({ folder: options.facts.workspace })}`;
  const results: TestResult[] = [];
  for (const story of options.stories) results.push(await playOne(browser, url, story, options));
  return results;
}
