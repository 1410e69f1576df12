// The tools beside viki, each as its own manual says it is fastest: Debian's Ansible, the same with Mitogen, and pyinfra
// where there is one. Nothing in here is run but the question whether they are there.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { LabHost } from '../../test/lab/lab.ts';
import { type Contestant, isInline, type Phase, sourceName, type Task, writeSources } from './contestants.ts';
import type { Wanted } from './workload.ts';

const MITOGEN = '/usr/lib/python3/dist-packages/ansible_mitogen/plugins/strategy';
const COPY_LIMIT_MILLISECONDS = 120_000;

const isOnPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** JSON is YAML, and quotes what must be quoted. */
const ansibleTask = (item: Wanted, index: number): object => {
  const attributes = { mode: item.mode, owner: 'root', group: 'root' };
  if (item.kind === 'directory')
    return { name: item.path, file: { path: item.path, state: 'directory', ...attributes } };
  const bytes = isInline(item) ? { content: item.content } : { src: sourceName(index) };
  return { name: item.path, copy: { dest: item.path, ...bytes, ...attributes } };
};

function ansibleSettings({ lab, hosts, folder }: Task, isMitogen: boolean): string {
  return [
    '[defaults]',
    `inventory = ${folder}/hosts`,
    `forks = ${hosts.length}`,
    'gathering = explicit',
    'remote_user = root',
    `private_key_file = ${lab.keyFile}`,
    'interpreter_python = /usr/bin/python3',
    ...(isMitogen ? [`strategy_plugins = ${MITOGEN}`, 'strategy = mitogen_linear'] : []),
    '[ssh_connection]',
    'pipelining = True',
    `control_path_dir = ${folder}/cp`,
    `ssh_args = -F none -o ControlMaster=auto -o ControlPersist=60s -o UserKnownHostsFile=${lab.knownHostsFile}`,
    '',
  ].join('\n');
}

function ansible(name: string, isMitogen: boolean): Contestant {
  return {
    name,
    prepare: (task) => {
      const { folder, hosts, wanted } = task;
      writeSources(task);
      const parent = { name: 'the place', file: { path: '/srv/bench', state: 'directory', mode: '0755' } };
      writeFileSync(join(folder, 'ansible.cfg'), ansibleSettings(task, isMitogen));
      writeFileSync(
        join(folder, 'hosts'),
        hosts.map(({ name: host, address }) => `${host} ansible_host=${address}\n`).join(''),
      );
      const play = { hosts: 'all', gather_facts: false, tasks: [parent, ...wanted.map(ansibleTask)] };
      writeFileSync(join(folder, 'play.yaml'), JSON.stringify([play]));
      hosts.forEach(givePython);
    },
    words: ({ folder }, phase) => [
      'ansible-playbook',
      join(folder, 'play.yaml'),
      ...(phase === 'plan' ? ['--check'] : []),
    ],
    environment: ({ folder }) => ({
      ANSIBLE_CONFIG: join(folder, 'ansible.cfg'),
      ANSIBLE_DEPRECATION_WARNINGS: 'False',
    }),
    complaint: notInDryRuns,
    remark: dryRunFailed,
  };
}

/** A dry run that fails has taken its time all the same; it is told as what it is. */
const notInDryRuns = (phase: Phase, code: number, output: string): string | undefined =>
  code === 0 || phase === 'plan' ? undefined : `it ended with ${code}: ${output}`;
const dryRunFailed = (phase: Phase, code: number): string | undefined =>
  phase === 'plan' && code !== 0
    ? `its dry run fails (${code}): it does not know what its own earlier steps would do`
    : undefined;

/** They need a Python on the hosts, which the lab's have not; viki and the floors do not get to see it. */
function givePython(host: LabHost): void {
  if (existsSync(join(host.root, 'usr/bin/python3'))) return;
  const version = readdirSync('/usr/lib').find((name) => /^python3\.\d+$/.test(name));
  const left = ['test', 'idlelib', 'ensurepip', 'lib2to3', 'config-*'].map(
    (name) => `--exclude=usr/lib/${version}/${name}`,
  );
  const pack = `tar -C / -c ${left.join(' ')} usr/lib/${version} usr/bin/python3 usr/bin/${version} | tar -C "$1" -x`;
  const { status, stderr } = spawnSync('sh', ['-c', pack, 'sh', host.root], { timeout: COPY_LIMIT_MILLISECONDS });
  if (status !== 0) throw new Error(`${host.name} could not be given a Python: ${stderr}`);
}

const pyinfra: Contestant = {
  name: 'pyinfra',
  prepare: (task) => {
    const { folder, hosts, wanted, lab } = task;
    writeSources(task);
    const data = { ssh_user: 'root', ssh_key: lab.keyFile, ssh_known_hosts_file: lab.knownHostsFile };
    const inventory = hosts.map(({ address }) => [address, data]);
    writeFileSync(join(folder, 'inventory.py'), `hosts = [(h, d) for h, d in ${JSON.stringify(inventory)}]\n`);
    writeFileSync(join(folder, 'deploy.py'), pyinfraText(wanted, folder));
    hosts.forEach(givePython);
  },
  words: ({ folder }, phase) => [
    ...['pyinfra', '-y', join(folder, 'inventory.py'), join(folder, 'deploy.py')],
    ...(phase === 'plan' ? ['--dry'] : []),
  ],
  complaint: notInDryRuns,
  remark: dryRunFailed,
};

function pyinfraText(wanted: readonly Wanted[], folder: string): string {
  const owner = 'user="root", group="root"';
  const lines = wanted.map((item, index) => {
    const attributes = `mode=${JSON.stringify(item.mode.replace(/^0/, ''))}, ${owner}`;
    if (item.kind === 'directory') return `files.directory(path=${JSON.stringify(item.path)}, ${attributes})`;
    const source = isInline(item)
      ? `StringIO(${JSON.stringify(item.content)})`
      : JSON.stringify(join(folder, sourceName(index)));
    return `files.put(src=${source}, dest=${JSON.stringify(item.path)}, ${attributes})`;
  });
  return ['from io import StringIO', 'from pyinfra.operations import files', ...lines, ''].join('\n');
}

export type Peers = { readonly present: readonly Contestant[]; readonly absent: readonly string[] };

export function peers(): Peers {
  const all = [
    {
      contestant: ansible('Ansible', false),
      isThere: isOnPath('ansible-playbook'),
      how: 'apt-get install ansible-core',
    },
    {
      contestant: ansible('Ansible, Mitogen', true),
      isThere: isOnPath('ansible-playbook') && existsSync(MITOGEN),
      how: 'apt-get install ansible-mitogen',
    },
    { contestant: pyinfra, isThere: isOnPath('pyinfra'), how: 'put it on the PATH' },
  ];
  return {
    present: all.filter(({ isThere }) => isThere).map(({ contestant }) => contestant),
    absent: all
      .filter(({ isThere }) => !isThere)
      .map(({ contestant, how }) => `${contestant.name} does not take part: it is not here (${how})`),
  };
}
