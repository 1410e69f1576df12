// The lab for people: hosts to look at and to try things on, until somebody takes them down. It is a thin front of lab.ts.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { type Base, canRunLab, type HostSpec, type Lab, type LabHost, openLab } from './lab.ts';
import { answerOf } from './shell.ts';

const USAGE = `The lab: real hosts on this machine, in a network of their own that leads nowhere. Needs Linux and root.

  node scripts/node.mjs test/lab/main.ts [--lab NAME] COMMAND

  up [COUNT | HOST[=BASE][:DISK]]...   make hosts; DISK is its size (40m), and the bases are
                                       deb12, deb12-full, deb12-managers, deb12-openrc,
                                       deb12-sysvinit, deb13-docker and busybox
  status                               the hosts and their addresses
  ssh [ACCOUNT@]HOST [COMMAND]         accounts are root, deploy, admin and plain; a password is the name with pw at its end
  exec HOST COMMAND                    as root in the host, without ssh
  enter COMMAND                        here, where the hosts' addresses can be reached
  forward                              each host on a port of 127.0.0.1, until ctrl-c
  digest HOST                          one line for everything on its disk
  fault HOST drop | reject | cut | freeze | loss PERCENT | delay MILLISECONDS
  clear HOST                           the end of all faults
  kill | start | reboot | reset HOST   pull the plug; boot again; boot anew; a fresh disk
  down                                 end everything
  check-clean                          fails if anything is left on the machine
`;
const COMMAND_LIMIT_SECONDS = 90;

function specsOf(words: readonly string[]): HostSpec[] {
  return (words.length > 0 ? words : ['1']).flatMap((word) => {
    if (/^\d+$/.test(word)) return Array.from({ length: Number(word) }, (_, index) => ({ name: `h${index + 1}` }));
    const [, name, base, disk] = /^([^=:]+)(?:=([^:]+))?(?::(.+))?$/.exec(word) ?? [];
    if (name === undefined) throw new Error(`"${word}" is no host; write NAME, NAME=BASE or NAME=BASE:DISK`);
    // The lab says which bases there are when it doesn't know one.
    return [{ name, ...(base ? { base: base as Base } : {}), ...(disk ? { disk } : {}) }];
  });
}

/** Hands the terminal over. */
function replaceBy(command: readonly string[]): undefined {
  const [program = '', ...args] = command;
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' });
  if (error) throw error;
  process.exitCode = status ?? 1;
}

function sshCommand(lab: Lab, [target = '', ...command]: readonly string[]): readonly string[] {
  const [, account = 'root', name = ''] = /^(?:(.*)@)?(.*)$/.exec(target) ?? [];
  const options = ['-F', 'none', '-i', lab.keyFile, '-o', `UserKnownHostsFile=${lab.knownHostsFile}`];
  return [
    ...lab.enter,
    'ssh',
    ...options,
    '-o',
    'StrictHostKeyChecking=yes',
    `${account}@${lab.host(name).address}`,
    ...command,
  ];
}

async function tellPorts(lab: Lab): Promise<void> {
  const hosts = lab.hosts();
  const { ports } = await lab.forward(hosts);
  for (const [index, { name }] of hosts.entries()) process.stdout.write(`${name} 127.0.0.1:${ports[index]}\n`);
}

async function checkClean(lab: Lab): Promise<void> {
  const left = await lab.leftovers();
  process.stdout.write(left.length > 0 ? `${left.join('\n')}\n` : 'clean\n');
  if (left.length > 0) process.exitCode = 1;
}

type Commands = Readonly<Record<string, (lab: Lab, words: readonly string[]) => Promise<unknown> | undefined>>;

const hostIn = (lab: Lab, words: readonly string[]): LabHost => lab.host(words[0] ?? '');

/** A command that the scripts do and word themselves. */
const plain = (command: string) => async (lab: Lab, words: readonly string[]) => {
  const answer = await answerOf({ lab: lab.name, args: [command, ...words], limitSeconds: COMMAND_LIMIT_SECONDS });
  process.stdout.write(answer.stdout);
  process.stderr.write(answer.stderr);
  process.exitCode = answer.code;
};

const commands: Commands = {
  up: (lab, words) => lab.up(specsOf(words)),
  status: plain('status'),
  ssh: (lab, words) => replaceBy(sshCommand(lab, words)),
  exec: plain('exec'),
  enter: (lab, words) => replaceBy([...lab.enter, ...words]),
  forward: tellPorts,
  digest: async (lab, words) => process.stdout.write(await hostIn(lab, words).listing()),
  fault: plain('fault'),
  clear: plain('clear'),
  kill: plain('kill'),
  start: plain('start'),
  reboot: plain('reboot'),
  reset: plain('reset'),
  down: (lab) => lab.down(),
  'check-clean': checkClean,
};

async function main(): Promise<void> {
  const all = process.argv.slice(2);
  // Options after the command are the command's own.
  const first = all[0] === '--lab' ? 2 : 0;
  const { values } = parseArgs({ args: all.slice(0, first), options: { lab: { type: 'string', default: 'lab' } } });
  const [name = '', ...words] = all.slice(first);
  const command = commands[name];
  if (!command) {
    process.stdout.write(USAGE);
    process.exitCode = name === '' || name === 'help' ? 0 : 1;
    return;
  }
  const ability = canRunLab();
  if (!ability.able) throw new Error(ability.why);
  await command(openLab(values.lab, { keep: true }), words);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
