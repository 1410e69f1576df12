// The shell of downloads, in every shell and with every program for it that this machine has: a password that stands in
// `~/.netrc` gets it what is behind one, and is in no address.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { shells } from '../../test/support/shells.ts';
import { downloadLibrary } from './shell.generated.ts';

const CREDENTIALS = `Basic ${Buffer.from('deploy:hunter2').toString('base64')}`;
const PROGRAMS = ['curl', 'wget'];
/** What the library calls beside them. */
const TOOLS = ['cat', 'wc'];

let folder = '';
let server: Server;
before(async () => {
  folder = fs.mkdtempSync(join(tmpdir(), 'viki-download-'));
  fs.writeFileSync(join(folder, '.netrc'), 'machine 127.0.0.1 login deploy password hunter2\n', { mode: 0o600 });
  server = createServer((request, response) => {
    const isKnown = request.headers.authorization === CREDENTIALS;
    response.writeHead(isKnown ? 200 : 401, isKnown ? {} : { 'WWW-Authenticate': 'Basic realm="here"' });
    response.end(isKnown ? 'bytes' : 'no');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
after(() => {
  server.close();
  server.closeAllConnections();
  fs.rmSync(folder, { recursive: true, force: true });
});

const pathOf = (name: string): string =>
  spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();

/** A folder of programs with only this one that downloads; undefined where this machine has none that can do it. */
function programsWith(name: string): string | undefined {
  const program = pathOf(name);
  if (program === '' || (name === 'wget' && spawnSync(program, ['--version']).status !== 0)) return undefined;
  const programs = fs.mkdtempSync(join(folder, 'programs-'));
  for (const tool of [name, ...TOOLS]) fs.symlinkSync(pathOf(tool), join(programs, tool));
  return programs;
}

for (const shell of shells()) {
  // (the shell of BusyBox takes its own wget, which asks nobody for passwords)
  for (const name of shell.name === 'busybox' ? ['curl'] : PROGRAMS) {
    test(`${shell.name}: ${name} finds a password in ~/.netrc`, async (context) => {
      const programs = programsWith(name);
      if (programs === undefined) return context.skip(`no ${name} that can do it`);
      const { port } = server.address() as AddressInfo;
      const temporary = join(programs, 'got');
      fs.writeFileSync(temporary, '');
      const [program = 'sh', ...words] = shell.command;
      const script = `${downloadLibrary}\nv_temporary=$1\nv_download_bytes "$2"`;
      const child = spawn(
        pathOf(program) || program,
        [...words, '-c', script, 'sh', temporary, `http://127.0.0.1:${port}/it`],
        {
          env: { HOME: folder, PATH: programs },
          stdio: ['ignore', 'ignore', 'pipe'],
        },
      );
      let errors = '';
      child.stderr.on('data', (bytes: Buffer) => {
        errors += bytes.toString('utf8');
      });
      const code = await new Promise((resolve) => child.on('close', resolve));
      assert.equal(code, 0, errors);
      assert.equal(fs.readFileSync(temporary, 'utf8'), 'bytes');
      return undefined;
    });
  }
}
