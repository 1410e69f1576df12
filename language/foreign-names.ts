// What other tools call the things that viki has a name for: whoever comes from there is told the name here. Data only.

const FIELDS: { readonly [name: string]: string } = {
  ...{ src: 'source', dest: 'path', destination: 'path', perms: 'mode', permissions: 'mode', ensure: 'state' },
  ...{ become: 'sudo', become_user: 'as', loop: 'each', with_items: 'each', require: 'after', depends_on: 'after' },
  ...{ ansible_host: 'address', ansible_user: 'user', ansible_port: 'port', ansible_connection: 'via' },
  ...{ ansible_ssh_private_key_file: 'identity', ansible_become: 'sudo', hostname: 'address', username: 'user' },
};

const MODULES: { readonly [name: string]: string } = {
  ...{ template: 'file', directory: 'mkdir', lineinfile: 'line', blockinfile: 'block', ini_file: 'ini' },
  ...{ apt: 'package', dnf: 'package', yum: 'package', apk: 'package', systemd: 'service', shell: 'command' },
  ...{ get_url: 'wget', docker_compose: 'compose', authorized_key: 'ssh_key', symlink: 'link' },
  ...{ synchronize: 'copy', unarchive: 'archive' },
};

const nameIn = (names: { readonly [name: string]: string }, word: string): string | undefined =>
  Object.hasOwn(names, word) ? names[word] : undefined;

/** What a field is called here that has another name elsewhere. */
export const ownFieldFor = (word: string): string | undefined => nameIn(FIELDS, word);

export const ownModuleFor = (word: string): string | undefined => nameIn(MODULES, word);
