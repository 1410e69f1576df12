// A tiny extension that does what a language model does with the tools of viki: it calls them, and keeps what they answer. It is
// installed beside the extension under test, and decides nothing.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FACTS_VARIABLE } from './facts.ts';

export const ASK_COMMAND = 'Model: Apply the Shop';

/** In the folder that tests may change. */
export const ANSWER_FILE = 'answer-to-the-model';

const NAME = 'viki.viki-model-0.0.0';

const MANIFEST = {
  name: 'viki-model',
  publisher: 'viki',
  version: '0.0.0',
  engines: { vscode: '^1.100.0' },
  main: './model.cjs',
  activationEvents: [],
  contributes: { commands: [{ command: 'model.apply', title: ASK_COMMAND }] },
};

// (a model may try to insist)
const PROGRAM = `
const { readFileSync, writeFileSync } = require('node:fs');
const vscode = require('vscode');
async function apply() {
  const input = { project: 'shop', force: true };
  const { content } = await vscode.lm.invokeTool('viki_apply', { input, toolInvocationToken: undefined });
  const { target } = JSON.parse(readFileSync(process.env.${FACTS_VARIABLE}, 'utf8'));
  writeFileSync(target + '/${ANSWER_FILE}', content.map(({ value }) => value).join(''));
  vscode.window.showInformationMessage('The model has its answer.');
}
exports.activate = ({ subscriptions }) => subscriptions.push(vscode.commands.registerCommand('model.apply', apply));
`;

/** Adds it to those that are installed. */
export function installModel(extensions: string): void {
  const folder = join(extensions, NAME);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(MANIFEST));
  writeFileSync(join(folder, 'model.cjs'), PROGRAM);
  const list = join(extensions, 'extensions.json');
  const installed: unknown[] = JSON.parse(readFileSync(list, 'utf8'));
  const location = { $mid: 1, path: folder, scheme: 'file' };
  const identifier = { id: 'viki.viki-model' };
  const added = { identifier, version: MANIFEST.version, location, relativeLocation: NAME, metadata: {} };
  writeFileSync(list, JSON.stringify([...installed, added]));
}
