// The commands of the terminal: help is made from this table, and so is what the command line may say.
import type { Command } from './command.ts';
import type { FlagName } from './flags.ts';

/** Flags of the commands that go to hosts. */
const ON_HOSTS: readonly FlagName[] = ['directory', 'host', 'accept-new', 'no-modules'];

export const commands: readonly Command[] = [
  {
    name: 'validate',
    summary: 'check the text; reach no host',
    details: [
      'Reads every *.vk.yaml of the folder and says what is wrong, with file, line and column.',
      'Modules in its folder `modules` are run for it, unless --no-modules.',
      'Exit code: 0 when there are no errors, 3 when there are.',
    ],
    flags: ['directory', 'no-modules'],
    load: () => import('./commands/validate.ts'),
  },
  {
    name: 'plan',
    summary: 'show what would change on the hosts; touch nothing',
    details: [
      'Asks every host how it is now and shows, per host and resource, what apply would do: + create, ~ change,',
      '- remove, ! not possible. What viki created and the text has no more is removed; what was there before viki stays.',
      'With --diff it shows what changes inside of files, which asks each host once more for every file that changes.',
      'With --resource only what is named is planned, also what has left the text; how much is left out is said.',
      'With -o the plan is kept in a file, bound to the text and to how the hosts are: `viki apply FILE` does it later.',
      'Exit code: 0 when there is nothing to do, 2 when there are changes.',
    ],
    flags: [...ON_HOSTS, 'resource', 'diff', 'force', 'out'],
    load: () => import('./commands/plan.ts'),
  },
  {
    name: 'apply',
    words: '[PLAN]',
    summary: 'plan, show, ask, and change the hosts',
    details: [
      'Does exactly the plan that it shows, or says why it is stale. Before the first change on a host, what will be',
      'overwritten is kept there; if a step fails, the host goes back by itself (policy: on_failure).',
      'Given the file of a plan that was kept, it does that plan without asking; if the text or a host is not as it was,',
      'it says what is not and touches nothing. With --host it does what is about that host of it.',
      'With --resource only what is named is applied, as `viki plan --resource` shows it.',
      'Before a group or host that is `protected: true` is changed, its name is asked for; --yes alone is not enough for it:',
      '--yes --protected NAME.',
      'Ctrl-C stops safely after the step at hand; a second Ctrl-C ends it at once and goes back.',
      'Exit code: 0 when it is done or there was nothing to do, 4 when hosts went back by themselves and are as before,',
      '1 when a host failed otherwise or nobody said yes.',
    ],
    flags: [...ON_HOSTS, 'resource', 'diff', 'force', 'rollback', 'yes', 'protected'],
    load: () => import('./commands/apply.ts'),
  },
  {
    name: 'rollback',
    summary: 'show what taking back a run would do, ask, and do it',
    details: [
      'Takes back the last run of each host, or the one that --run names; `viki status` lists them. What somebody else',
      'changed since then is refused, unless --force. A rollback is a run itself: it can be taken back too.',
    ],
    flags: [...ON_HOSTS, 'run', 'resource', 'force', 'yes', 'protected'],
    load: () => import('./commands/rollback.ts'),
  },
  {
    name: 'status',
    summary: 'how the hosts stand, and their last runs',
    details: [
      'Asks every host what it remembers (runs: how they ended, when, by whom) and whether it is still as the text says.',
      'A host that differs although the text is the same as at the last run from this folder was changed by somebody else.',
      'A host that could not be reached is left alone for a while (15 s, and longer each time, up to 2 min), by this and every',
      'other command, unless --host names it or it is the only one.',
      'Exit code: 0 when every host answered.',
    ],
    flags: [...ON_HOSTS],
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'data',
    summary: 'what the hosts are, and the data that the text asks for',
    details: [
      'Asks every host for its facts (os, version, arch, memory, addresses, init system, package manager, ...) and for the',
      '`data` of the text, and notes it in state.vk.json. Nothing is changed. Exit code: 0 when every host answered.',
    ],
    flags: [...ON_HOSTS],
    load: () => import('./commands/data.ts'),
  },
  {
    name: 'state',
    words: 'show|verify|backup|restore|migrate [BACKUP]',
    summary: 'the record of what was last seen, and its backups',
    details: [
      'show: what state.vk.json tells. verify: whether it and its backups are whole. backup: keep one now.',
      'restore: bring the newest whole backup back, or the one that is named; what is there now is kept too.',
      'migrate: make a file of the first viki a new one, which the next plan does as well. No host is asked anything.',
      'Exit code: 0 when it is done and all is whole, 1 otherwise.',
    ],
    flags: ['directory'],
    load: () => import('./commands/state.ts'),
  },
  {
    name: 'runs',
    summary: 'what the hosts remember of runs: when, who, how they ended',
    details: [
      'The newest first, with those that took others back, the one that goes on, and the one that waits to be confirmed.',
      'Exit code: 0 when every host answered.',
    ],
    flags: [...ON_HOSTS],
    load: () => import('./commands/runs.ts'),
  },
  {
    name: 'attach',
    words: '[RUN]',
    summary: 'follow a run that goes on, or mend one that was broken off',
    details: [
      'Without RUN: the one that goes on on each host, or was broken off there. What a dead run left is walked back. A run',
      'that waits to be confirmed stays: you have come in anew. Exit code: as of `viki apply`.',
    ],
    flags: [...ON_HOSTS],
    load: () => import('./commands/attach.ts'),
  },
  {
    name: 'lsp',
    summary: 'the language server, for editors other than VS Code',
    details: [
      'An editor starts this and talks to it: problems, completion, hover, rename, formatting and the rest, as in VS Code.',
      'How to set up Neovim, Helix, Zed and others: docs/editors.md. It reads the project’s folder and reaches no host.',
    ],
    flags: ['stdio'],
    load: () => import('./commands/lsp.ts'),
  },
  {
    name: 'demo',
    summary: 'see all of it at work on a playground host of this machine',
    details: [
      'Brings up an ssh server on the loopback interface that only its own key can log in to, with a folder as its disk;',
      'plans, applies, finds what somebody else changed, puts it right, rolls back, and proves that all is as before.',
      'Nothing is left behind. Exit code: 0 when everything was as it should be.',
    ],
    flags: ['keep'],
    load: () => import('./commands/demo.ts'),
  },
  {
    name: 'help',
    words: '[COMMAND]',
    summary: 'how viki, or one of its commands, is used',
    details: [],
    flags: [],
    load: () => import('./commands/help.ts'),
  },
  {
    name: 'version',
    summary: 'which viki this is',
    details: [],
    flags: ['version'],
    load: () => import('./commands/version.ts'),
  },
];
