// The tools for language models, called as a model's host calls them, on a real sshd.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import * as vscode from 'vscode';
import { gateAt } from '../drive/gate.ts';
import { facts } from './ring.ts';
import { inTarget, lensTitles, planShop, replaceText, withShop } from './shop.ts';

/** How far calls come before they are taken back, in answers of the editor: one is still on its way, another is over. */
const ANSWERS_MAX = 8;

async function call(name: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

suite('the tools for language models', () => {
  const shop = withShop();

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

  test('a call that is taken back stops nothing that the person has begun', async () => {
    const gate = gateAt(facts().host, '/app', 'stat');
    // (only what is there is looked at)
    mkdirSync(inTarget('app'));
    try {
      // (no plan before this one found as much)
      await replaceText(shop(), 'mkdir:\n', `mkdir:\n      other: { path: ${inTarget('other')} }\n`);
      const planned = planShop();
      await gate.reached();
      for (let answers = 0; answers < ANSWERS_MAX; answers += 1) {
        const source = new vscode.CancellationTokenSource();
        const options = { input: { project: 'shop' }, toolInvocationToken: undefined };
        const called = vscode.lm.invokeTool('viki_validate', options, source.token).then(undefined, () => undefined);
        for (let answer = 0; answer < answers; answer += 1) await vscode.commands.getCommands();
        source.cancel();
        await called;
      }
      gate.open();
      await planned;
      const titles = await lensTitles(shop().document);
      assert.ok(titles.includes('3 to change on web · just now'), String(titles));
    } finally {
      gate.remove();
    }
  });

  test('apply asks the person: where nobody can be asked, nothing is applied', async () => {
    // (an editor that runs a suite shows no dialogs)
    const text = await call('viki_apply', { project: 'shop' }).catch(String);
    assert.match(text, /nothing was applied|dialog/);
    assert.equal(existsSync(inTarget('app')), false);
  });
});
