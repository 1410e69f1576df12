// The folders one editor lives in during a run, and the environment its processes see: nothing of the developer's own. It starts nothing.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './ending.ts';
import type { Environment } from './processes.ts';

/** What of the caller's environment a process of the ring may see; a forwarded ssh agent or a VK_VAR_ is not among it. */
const PASSED_ON = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'USER', 'LOGNAME', 'SHELL', 'DISPLAY', 'XAUTHORITY'];

/** A quiet editor: nothing that asks, advertises, or looks something up in the network. */
const SETTINGS = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  // (pictures are taken in both)
  'window.autoDetectColorScheme': true,
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Everything that one editor of one run has on disk. */
export interface Place {
  readonly home: string;
  readonly userData: string;
  readonly serverData: string;
  readonly extensions: string;
  readonly suite: string;
  readonly workspace: string;
  /** What tests let viki change through sshd. */
  readonly target: string;
  readonly environment: Environment;
  remove(): void;
}

/** The part of the caller's environment that is passed on, with another home. */
export function environmentOf(home: string, temporary: string): Environment {
  const passedOn = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(passedOn), HOME: home, TMPDIR: temporary };
}

/** New, empty folders for one editor. */
export function makePlace(): Place {
  const root = temporaryFolder('viki-editor');
  const make = (name: string) => {
    const folder = join(root.path, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  const home = make('home');
  const userData = make('user');
  writeFileSync(join(make('user/User'), 'settings.json'), JSON.stringify(SETTINGS, null, 2));
  return {
    home,
    userData,
    serverData: make('server'),
    extensions: make('extensions'),
    suite: make('suite'),
    workspace: make('workspace'),
    target: make('target'),
    environment: environmentOf(home, make('tmp')),
    remove: () => root.remove(),
  };
}
