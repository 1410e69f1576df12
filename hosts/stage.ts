// What a demo and a walkthrough play on: a temporary folder with a little host in it, an ssh server that leads there, and a
// project for it. It applies nothing.
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { openPlayground, type Playground } from './ssh/playground.ts';

export type Stage = {
  /** What stands for the disk of the host. */
  readonly host: string;
  /** The project's folder, and the text in it. */
  readonly project: string;
  readonly text: string;
  /** A file of the host that viki changes, and somebody else after it. */
  readonly welcome: string;
  readonly address: string;
  close(): Promise<void>;
};

const PAGE = '<!doctype html>\n<title>shop</title>\n<h1>Hello from viki</h1>\n';
const WELCOME_BEFORE = 'Welcome. This file was here before viki came.\n';

const textFor = (host: string, { address, port, user, identity, knownHosts }: Playground): string => `viki:
  name: shop
  hosts:
    playground:
      address: ${address}
      port: ${port}
      user: ${user}
      identity: ${identity}
      known_hosts: ${knownHosts}
  mods:
    mkdir:
      site:
        path: ${host}/srv/shop/public
        mode: "0750"
    file:
      page:
        path: ${host}/srv/shop/public/index.html
        source: index.html
        after: mkdir.site
      welcome:
        path: ${host}/etc/welcome
        content: |
          Welcome to the shop.
        mode: "0644"
`;

async function furnish(folder: string, host: string): Promise<string> {
  const welcome = join(host, 'etc', 'welcome');
  await mkdir(join(host, 'etc'), { recursive: true });
  await mkdir(join(host, 'home'));
  await writeFile(welcome, WELCOME_BEFORE);
  await chmod(welcome, 0o640);
  await mkdir(join(folder, 'project'));
  await writeFile(join(folder, 'project', 'index.html'), PAGE);
  return welcome;
}

/** `heading` comes before the project's text, as comments. */
export async function setStage(heading: readonly string[] = []): Promise<Stage> {
  // (where the temporary folder is a link, hosts would speak of the other name)
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'viki-demo-')));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  let playground: Playground | undefined;
  try {
    const host = join(folder, 'host');
    const welcome = await furnish(folder, host);
    // As after a login: nothing of our own environment, which may hold secrets.
    const environment = {
      PATH: process.env['PATH'],
      USER: userInfo().username,
      HOME: join(host, 'home'),
      VIKI_HOME: join(folder, 'viki'),
    };
    playground = await openPlayground({ folder: join(folder, 'keys'), environment });
    const project = join(folder, 'project');
    const comments = heading.map((line) => `# ${line}\n`).join('');
    const text = comments + textFor(host, playground);
    await writeFile(join(project, 'shop.vk.yaml'), text);
    const { address, port, close: end } = playground;
    const close = async (): Promise<void> => {
      await end();
      await remove();
    };
    return { host, project, text, welcome, address: `${address}:${port}`, close };
  } catch (error) {
    await playground?.close();
    await remove();
    throw error;
  }
}
