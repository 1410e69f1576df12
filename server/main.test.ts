// The server as an editor meets it: a process, and the protocol over its stdin and stdout.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeAction,
  CompletionItem,
  CompletionList,
  DocumentLink,
  DocumentSymbol,
  Hover,
  Location,
  SelectionRange,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { entries, TIMEOUT, uriOf, withEditor } from '../test/support/editor.ts';

const MODS = 'viki:\n  mods:\n    mkdir:\n      app: { pth: /opt/app, on: web }\n';

for (const entry of entries) {
  test(`${entry}: typing`, TIMEOUT, (t) =>
    withEditor(t, entry, async (editor) => {
      editor.disk.set('hosts.vk.yaml', 'viki:\n  hosts: { web: { addres: x } }\n');
      const { capabilities } = await editor.ready();
      assert.equal(capabilities.hoverProvider, true);
      await editor.open('mods.vk.yaml', MODS);
      await editor.expectProblems('mods.vk.yaml', ['3:13 unknown-key: `pth` is not a field of `mkdir`']);
      await editor.expectProblems('hosts.vk.yaml', ['1:18 unknown-key: `addres` is not a field of a host']);

      const textDocument = { uri: uriOf('mods.vk.yaml') };
      const position = { line: 3, character: 14 };
      const actions = await editor.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
        textDocument,
        range: { start: position, end: position },
        context: { diagnostics: [] },
      });
      assert.deepEqual(
        actions.map(({ title }) => title),
        ['Change to `path`', 'Fix all problems that can be fixed'],
      );
      const edits = actions[0]?.edit?.changes?.[textDocument.uri] ?? [];
      await editor.connection.sendNotification('textDocument/didChange', {
        textDocument: { ...textDocument, version: 2 },
        contentChanges: edits.map(({ range, newText }) => ({ range, text: newText })),
      });
      await editor.expectProblems('mods.vk.yaml', []);

      const hover = await editor.at<Hover>('textDocument/hover', 'mods.vk.yaml', 3, 14);
      assert.match(JSON.stringify(hover.contents), /Where the folder is/);
      const { items } = await editor.at<CompletionList>('textDocument/completion', 'mods.vk.yaml', 3, 13);
      assert.deepEqual(items.map(({ label }) => label).slice(0, 3), ['path', 'mode', 'owner']);
      const resolved = await editor.connection.sendRequest<CompletionItem>('completionItem/resolve', items[0]);
      assert.match(JSON.stringify(resolved.documentation), /Where the folder is/);
    }),
  );

  test(`${entry}: another name, across files`, TIMEOUT, (t) =>
    withEditor(t, entry, async (editor) => {
      editor.disk.set('hosts.vk.yaml', 'viki:\n  hosts: { web: {}, db: {} }\n');
      await editor.ready();
      await editor.open('mods.vk.yaml', MODS.replace('pth', 'path'));
      await editor.expectProblems('mods.vk.yaml', []);
      const [definition] = await editor.at<Location[]>('textDocument/definition', 'mods.vk.yaml', 3, 36);
      assert.deepEqual(definition?.range, { start: { line: 1, character: 11 }, end: { line: 1, character: 14 } });
      const renamed = (newName: string) =>
        editor.connection.sendRequest<WorkspaceEdit>('textDocument/rename', {
          textDocument: { uri: uriOf('mods.vk.yaml') },
          position: { line: 3, character: 36 },
          newName,
        });
      const { changes = {} } = await renamed('front');
      const told = Object.entries(changes).map(([uri, edits]) => [uri, edits.map(({ newText }) => newText)]);
      assert.deepEqual(told, [
        [uriOf('hosts.vk.yaml'), ['front']],
        [uriOf('mods.vk.yaml'), ['front']],
      ]);
      await assert.rejects(renamed('db'), /There is already a host `db`, in line 2 of hosts\.vk\.yaml\./);
    }),
  );

  test(`${entry}: ways through a project`, TIMEOUT, (t) =>
    withEditor(t, entry, async (editor) => {
      editor.disk.set('hosts.vk.yaml', 'viki:\n  hosts: { web: {} }\n');
      await editor.ready();
      await editor.open('mods.vk.yaml', MODS.replace('pth', 'path'));
      await editor.expectProblems('mods.vk.yaml', []);
      const [host] = await editor.at<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', 'mods.vk.yaml', 3, 36);
      assert.equal(host?.uri, uriOf('hosts.vk.yaml'));
      const calls = { item: host };
      const [caller] = await editor.connection.sendRequest<CallHierarchyIncomingCall[]>(
        'callHierarchy/incomingCalls',
        calls,
      );
      assert.equal(caller?.from.name, 'mkdir.app');
      const back = { item: caller?.from };
      const [callee] = await editor.connection.sendRequest<CallHierarchyOutgoingCall[]>(
        'callHierarchy/outgoingCalls',
        back,
      );
      assert.deepEqual(callee?.to, host);
      assert.deepEqual(callee?.fromRanges, caller?.fromRanges);

      const params = { textDocument: { uri: uriOf('mods.vk.yaml') }, positions: [{ line: 3, character: 21 }] };
      const [viki] = await editor.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', params);
      assert.equal(viki?.children?.[0]?.children?.[0]?.children?.[0]?.detail, '/opt/app');
      const [selected] = await editor.connection.sendRequest<SelectionRange[]>('textDocument/selectionRange', params);
      assert.ok(selected?.parent?.parent);
      const links = await editor.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', params);
      assert.deepEqual(links, []);
      const found = await editor.connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query: 'web' });
      assert.deepEqual(
        found.map(({ location }) => location.uri),
        [uriOf('hosts.vk.yaml')],
      );
    }),
  );

  test(`${entry}: files that come, change and go`, TIMEOUT, (t) =>
    withEditor(t, entry, async (editor) => {
      await editor.ready();
      await editor.open('mods.vk.yaml', MODS.replace('pth', 'path'));
      await editor.expectProblems('mods.vk.yaml', [
        '1:2 missing-host: No host is declared that this could go to',
        '3:33 unknown-host: There is no host or group `web`',
      ]);
      assert.match(JSON.stringify(editor.watched), /\*\.vk\.yaml/);

      editor.disk.set('hosts.vk.yaml', 'viki:\n  hosts: { web: {} }\n  nam: x\n');
      const changes = [{ uri: uriOf('hosts.vk.yaml'), type: 1 }];
      await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
      await editor.expectProblems('mods.vk.yaml', []);
      await editor.expectProblems('hosts.vk.yaml', ['2:2 unknown-key: `nam` is not a field of `viki`']);

      await editor.connection.sendNotification('textDocument/didClose', {
        textDocument: { uri: uriOf('mods.vk.yaml') },
      });
      await editor.expectProblems('hosts.vk.yaml', []);
      await editor.expectProblems('mods.vk.yaml', []);
      assert.equal(await editor.at('textDocument/hover', 'mods.vk.yaml', 3, 14), null);
    }),
  );

  test(`${entry}: many keystrokes at once end in one state`, TIMEOUT, (t) =>
    withEditor(t, entry, async (editor) => {
      await editor.ready();
      await editor.open('one.vk.yaml', 'viki:\n  \n');
      const typed = 'name: [shop]';
      const sent = [...typed].map((text, index) => {
        const position = { line: 1, character: 2 + index };
        return editor.connection.sendNotification('textDocument/didChange', {
          textDocument: { uri: uriOf('one.vk.yaml'), version: 2 + index },
          contentChanges: [{ range: { start: position, end: position }, text }],
        });
      });
      await Promise.all(sent);
      await editor.expectProblems('one.vk.yaml', ['1:8 wrong-type: `name` must be a text, not a list']);
    }),
  );
}
