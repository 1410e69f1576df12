// What other tools call the things that viki has a name for, and what they have that is done in another way here: whoever
// comes from there is told at that very word. Data only, and how to look it up.

const FIELDS: { readonly [name: string]: string } = {
  ...{ src: 'source', dest: 'path', destination: 'path', perms: 'mode', permissions: 'mode', ensure: 'state' },
  ...{ become: 'sudo', become_user: 'as', loop: 'each', with_items: 'each', require: 'after', depends_on: 'after' },
  ...{ with_list: 'each', with_dict: 'each', for_each: 'each', foreach: 'each', count: 'each', requires: 'after' },
  ...{ ansible_host: 'address', ansible_user: 'user', ansible_port: 'port', ansible_connection: 'via' },
  ...{ ansible_ssh_private_key_file: 'identity', ansible_become: 'sudo', hostname: 'address', username: 'user' },
  ...{ only_if: 'when', onlyif: 'when', if: 'when', cmd: 'command', chdir: 'directory', cwd: 'directory' },
  ...{ working_dir: 'directory', unless: 'check', env: 'environment', retries: 'retry', cron_file: 'name' },
  ...{ run_as: 'as', sudo_user: 'as', subscribe: 'restart_on', listen: 'restart_on', recreate: 'restart_on' },
  ...{ device: 'source', url: 'repo', repository: 'repo', branch: 'ref', tag: 'ref', version: 'ref', job: 'command' },
  ...{ regexp: 'match', rules: 'content', project_src: 'path', special_time: 'schedule', recursive: 'submodules' },
  ...{ servers: 'hosts', inventory: 'hosts', variables: 'vars', modules: 'mods', tasks: 'mods', resources: 'mods' },
};

const MODULES: { readonly [name: string]: string } = {
  ...{ template: 'file', directory: 'mkdir', lineinfile: 'line', blockinfile: 'block', ini_file: 'ini' },
  ...{ apt: 'package', dnf: 'package', yum: 'package', apk: 'package', systemd: 'service', shell: 'command' },
  ...{ get_url: 'wget', docker_compose: 'compose', authorized_key: 'ssh_key', symlink: 'link' },
  ...{ synchronize: 'copy', unarchive: 'archive', pip: 'command', packages: 'package', systemd_service: 'service' },
  ...{ pacman: 'package', zypper: 'package', raw: 'command', script: 'command', exec: 'command', ufw: 'firewall' },
  ...{ iptables: 'firewall', nftables: 'firewall', firewalld: 'firewall', docker_container: 'container' },
  ...{ apt_repository: 'repository', yum_repository: 'repository', modprobe: 'kernel_module', cronjob: 'cron' },
  ...{ postgresql_user: 'postgres_role', postgresql_db: 'postgres_database', services: 'service', users: 'user' },
};

/** Words of values. */
const VALUES: { readonly [value: string]: string } = {
  ...{ started: 'running', up: 'running', active: 'running', down: 'stopped', inactive: 'stopped', exited: 'stopped' },
  ...{ installed: 'present', latest: 'present', created: 'present', removed: 'absent', uninstalled: 'absent' },
  ...{ purged: 'absent', deleted: 'absent', missing: 'absent', deny: 'drop', reject: 'drop', allow: 'accept' },
};

const RESTART = 'What is restarted says so itself: `restart_on: file.NAME` at the `service`, `run_on` at a `command`.';
const AS_ROOT =
  'A host is worked on as root with `sudo: true` under `hosts`; a resource as somebody else with `as: USER`.';
const ABSENCE =
  'A step that fails ends the run, and what was done is taken back: a `command` that may fail ends with `|| true`.';
const NO_OUTPUT = 'Nothing is kept of what a command says. What hosts tell of themselves is `${fact.NAME}`.';
const LIMITED =
  'Resources have no marks. `on` and `when` say where they belong, and `viki apply --host NAME` takes one host.';
const SCHEDULED =
  'A `schedule` says when, such as `30 2 * * *`: minute, hour, day of the month, month, day of the week.';
const KEYS = 'A key is a resource of `ssh_key`, which names the `user`.';
const ABOVE =
  'Folders that are missing above it are made by themselves; `copy` brings a folder with all that is in it.';
const VARIABLES = 'Variables stand under `vars` of the project, of a group or of a host.';

/** How it is done here, where there is no such field; of values, where there is no such value. */
const WAYS: { readonly [word: string]: string } = {
  ...{
    notify: RESTART,
    handlers: RESTART,
    restarted: RESTART,
    reloaded: RESTART,
    become: AS_ROOT,
    become_method: AS_ROOT,
  },
  sudo: AS_ROOT,
  ...{ ignore_errors: ABSENCE, failed_when: ABSENCE, any_errors_fatal: ABSENCE, rescue: ABSENCE },
  changed_when: 'A `command` says with `check` or `creates` that there is nothing to do.',
  ...{ register: NO_OUTPUT, debug: NO_OUTPUT, set_fact: VARIABLES, vars: VARIABLES, vars_files: VARIABLES },
  ...{ tags: LIMITED, delegate_to: LIMITED, run_once: LIMITED, local_action: LIMITED },
  gather_facts: 'Hosts are asked for facts where the text names one, as `${fact.os}`.',
  no_log: 'A secret variable (`{ secret: true, from: env }`) is never shown.',
  latest: 'A `package` is kept at the newest with `version: latest`.',
  directory: 'A folder is a resource of `mkdir`.',
  touch: 'An empty file has `content: ""`.',
  ...{ link: 'A link is a resource of `link`.', hard: 'There are symbolic links only: a resource of `link`.' },
  ...{
    update_cache: 'Lists are fetched by themselves where a package is not in them.',
    daemon_reload: 'Done by itself.',
  },
  ...{ minute: SCHEDULED, hour: SCHEDULED, weekday: SCHEDULED, keys: KEYS, authorized_keys: KEYS, ssh_keys: KEYS },
  ...{ recurse: ABOVE, recursive: ABOVE, parents: ABOVE },
  backup: 'What is overwritten is kept on the host by itself: `viki rollback` brings it back.',
  roles: 'Files of a project stand beside each other: every `*.vk.yaml` of the folder is read.',
  include: 'Nothing is included: every `*.vk.yaml` of the folder is read.',
  args: 'They are fields of their own: `creates`, `directory` and `environment` stand beside `command`.',
};

const nameIn = (names: { readonly [name: string]: string }, word: string): string | undefined =>
  Object.hasOwn(names, word) ? names[word] : undefined;

/** What a field is called here that has another name elsewhere. */
export const ownFieldFor = (word: string): string | undefined => nameIn(FIELDS, word);

export const ownModuleFor = (word: string): string | undefined => nameIn(MODULES, word);

export const ownValueFor = (word: string): string | undefined => nameIn(VALUES, word);

/** What to do instead, as sentences. */
export const ownWayFor = (word: string): string | undefined => nameIn(WAYS, word);
