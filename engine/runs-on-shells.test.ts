// What a host tells of its runs, by the real shells of this machine: their order, which are undone, what is left of them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { quote } from '../modules/contract.ts';
import { type Shell, shells } from '../test/support/shells.ts';
import { commonLibrary, leftLibrary } from './shell/shell.generated.ts';

type Run = { readonly sequence: number; readonly name: string; readonly undoes?: string; readonly claims?: string };

/** What a script says on a host that has had these runs. */
function said(shell: Shell, runs: readonly Run[], script: string): readonly string[] {
  const home = mkdtempSync(join(tmpdir(), 'viki-runs-'));
  try {
    for (const { sequence, name, undoes = '-', claims = '' } of runs) {
      const folder = join(home, 'runs', name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'summary'), `${sequence} 1700000000 ${undoes} ada@desk shop\n`);
      writeFileSync(join(folder, 'outcome'), 'done\n');
      writeFileSync(join(folder, 'claims'), claims);
    }
    const text = `v_say() { printf '%s\\n' "$*"; }\n${commonLibrary}\n${leftLibrary}\nv_home=${quote(home)}\n${script}\n`;
    const [program = '', ...words] = shell.command;
    const { stdout, stderr } = spawnSync(program, words, { input: text, encoding: 'utf8', env: shell.environment });
    assert.equal(stderr, '');
    return stdout.trimEnd().split('\n');
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const gone = (addresses: readonly string[]): string =>
  `v_runs 20 >/dev/null\nv_asked=${quote(['-', ...addresses].join('\n'))}\nv_find_gone shop\nprintf '%s\\n' "$v_gone"`;

for (const shell of shells()) {
  test(`${shell.name}: runs are told newest first, in the order of their turns, whatever their names say`, () => {
    const runs = [
      { sequence: 1, name: 'a' },
      { sequence: 3, name: 'b', undoes: 'c' },
      { sequence: 2, name: 'c' },
      { sequence: 10, name: 'd' },
    ];
    assert.deepEqual(said(shell, runs, 'v_runs 20'), [
      'run d done 1700000000 - - ada@desk shop',
      'run b done 1700000000 c - ada@desk shop',
      'run c done 1700000000 - b ada@desk shop',
      'run a done 1700000000 - - ada@desk shop',
    ]);
  });

  test(`${shell.name}: what a text does not ask for any more is found among few resources and among many`, () => {
    const runs = [{ sequence: 1, name: 'a', claims: 'created file.a\nadopted file.a b\ncreated file.[a]\n' }];
    const many = Array.from({ length: 400 }, (_, index) => `file.number-${index}`);
    for (const others of [[], many]) {
      assert.deepEqual(said(shell, runs, gone([...others, 'file.a'])), ['file.a b', 'file.[a]']);
      assert.deepEqual(said(shell, runs, gone([...others, 'file.a', 'file.a b', 'file.[a]'])), ['']);
    }
  });

  test(`${shell.name}: who we are is told by name, as id tells it`, () => {
    assert.deepEqual(said(shell, [], 'v_find_self; echo "$v_self"'), said(shell, [], 'echo "$(id -un):$(id -gn)"'));
  });
}
