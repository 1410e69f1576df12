// Writes projects as people write them, of any length and always the same, for benchmarks and tests. It reads nothing.

/** The shortest project that this can write. */
export const SHORTEST_LINES = 50;

/** How many lines one application takes, over all sections; what is left over becomes lines of the last file. */
const LINES_PER_APPLICATION = 40;
const APPLICATIONS_PER_GROUP = 10;

const words = [
  ...['billing', 'search', 'mail', 'wiki', 'shop', 'forum', 'metrics', 'uploads', 'queue', 'login', 'photos', 'maps'],
  ...['reports', 'backup', 'chat', 'stock', 'tickets', 'feeds', 'cart', 'admin'],
];
const purposes = [
  ...['Serves what customers see first', 'Restarted by hand only, ask the shop team', 'Moved here from the old rack'],
  ...['Kept apart because of its size', "The team's own notes are in the wiki", 'Needed before anybody can log in'],
];
const modes = ['0755', '0750', '0700', '0775'];

type Application = {
  /** Unique in the project, and a name that a variable can have. */
  readonly name: string;
  readonly group: string;
  readonly port: number;
  readonly mode: string;
  readonly purpose: string;
  readonly isFlow: boolean;
};

/** Numbers from 0 up to 1 that look random and are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pick = <Item>(random: () => number, items: readonly Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item;

function applicationsOf(count: number, seed: number): readonly Application[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, index) => ({
    name: `${pick(random, words)}_${String(index + 1).padStart(4, '0')}`,
    group: `group-${Math.floor(index / APPLICATIONS_PER_GROUP) + 1}`,
    port: 8000 + index,
    mode: pick(random, modes),
    purpose: pick(random, purposes),
    isFlow: index % 4 === 0,
  }));
}

const variables = ({ name, port }: Application): string[] => [
  `    ${name}_port: ${port}`,
  `    ${name}_home: \${root}/${name.replace('_', '-')}`,
];

const hosts = (group: string): string[] => [
  `    ${group}-host-1:`,
  `      address: ${group}-1.example.com`,
  '      user: deploy',
  `      groups: [${group}, all]`,
  '      sudo: true',
  `    ${group}-host-2: { address: ${group}-2.example.com, user: deploy, groups: [${group}, all], sudo: true }`,
];

function folders({ name, group, mode, purpose, isFlow }: Application): string[] {
  const logs = isFlow
    ? [`      ${name}_logs: { path: "\${${name}_home}/logs", mode: "0750", on: ${group}, after: mkdir.${name} }`]
    : [
        `      ${name}_logs:`,
        `        path: \${${name}_home}/logs`,
        '        owner: deploy # rotated by its own job',
        `        on: ${group}`,
        `        after: mkdir.${name}`,
      ];
  return [
    `      # ${purpose}.`,
    `      ${name}:`,
    `        path: \${${name}_home}`,
    `        mode: "${mode}"`,
    '        owner: deploy',
    `        on: [${group}]`,
    ...logs,
  ];
}

/** `extraLines` make its content longer, so that a project gets exactly as long as it should be. */
const files = ({ name, group, purpose }: Application, extraLines: number): string[] => [
  `      ${name}_site:`,
  `        description: ${purpose}, ${name}`,
  `        path: /etc/nginx/sites-enabled/${name}.conf`,
  '        mode: "0644"',
  `        on: [${group}]`,
  `        after: [mkdir.${name}, mkdir.${name}_logs]`,
  '        content: |',
  '          server {',
  `            listen \${${name}_port};`,
  `            root \${${name}_home}/public;`,
  '            # what is logged: "who", \'what\', and when',
  `            access_log \${${name}_home}/logs/access.log;`,
  ...Array.from({ length: extraLines }, (_, index) => `            allow 198.51.100.${index % 255};`),
  '          }',
  `      ${name}_settings:`,
  `        path: \${${name}_home}/settings`,
  '        mode: "0640"',
  `        on: ${group}`,
  `        after: file.${name}_site`,
  '        content: |',
  `          NAME=${name}`,
  `          PORT=\${${name}_port}`,
  '          HOME_AT_START=$${HOME}',
];

function write(applications: readonly Application[], extraLines: number): string[] {
  const groups = [...new Set(applications.map(({ group }) => group))];
  return [
    '# What our servers look like.',
    'viki:',
    '  name: shop',
    '  vars:',
    '    root: /srv',
    ...applications.flatMap(variables),
    '  hosts:',
    ...groups.flatMap(hosts),
    '  on: [all]',
    '  mods:',
    '    mkdir:',
    '      root: { path: "${root}", mode: "0755" }',
    ...applications.flatMap(folders),
    '    file:',
    ...applications.flatMap((application, index) =>
      files(application, index === applications.length - 1 ? extraLines : 0),
    ),
  ];
}

/** A project without a problem, in one file of exactly so many lines. */
export function projectText(lines: number, seed = 1): string {
  if (lines < SHORTEST_LINES) throw new Error(`a project here has at least ${SHORTEST_LINES} lines, not ${lines}`);
  // The first guess may be too long, never by much.
  for (let count = Math.ceil(lines / LINES_PER_APPLICATION); count > 0; count -= 1) {
    const applications = applicationsOf(count, seed);
    const missing = lines - write(applications, 0).length;
    if (missing >= 0) return `${write(applications, missing).join('\n')}\n`;
  }
  throw new Error(`a project of ${lines} lines is shorter than one application`);
}
