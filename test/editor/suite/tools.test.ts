// The tools for language models, called as a model's host calls them, on a real sshd.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { inTarget, withShop } from './shop.ts';

async function call(name: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

suite('the tools for language models', () => {
  withShop();

  test('validate tells every problem with its place and code', async () => {
    const text = await call('viki_validate', { project: 'misspelt' });
    assert.match(text, /^misspelt\.vk\.yaml:\d+:\d+: error unknown-key: .*mdoe/m);
    assert.equal(await call('viki_validate', { project: 'shop' }), 'shop: no problems.');
  });

  test('which project is meant must be said where there are two', async () => {
    assert.match(await call('viki_validate', {}), /^Say which project, by its folder: .*misspelt, .*shop/);
  });

  test('plan tells what would change, and changes nothing; explain knows the plan then', async () => {
    const text = await call('viki_plan', { project: 'shop' });
    assert.match(text, /^shop: 2 to change on web\. Nothing was changed\.\n/);
    assert.match(text, /create file\.motd/);
    assert.equal(existsSync(inTarget('app')), false);
    assert.match(
      await call('viki_explain', { project: 'shop', subject: 'file.motd' }),
      /## file\.motd on web\n\n- action: create/,
    );
    assert.match(await call('viki_explain', { project: 'shop', subject: 'mkdir' }), /^# Module mkdir/);
  });

  test('apply asks the person: where nobody can be asked, nothing is applied', async () => {
    // (an editor that runs a suite shows no dialogs)
    const text = await call('viki_apply', { project: 'shop' }).catch(String);
    assert.match(text, /nothing was applied|dialog/);
    assert.equal(existsSync(inTarget('app')), false);
  });
});
