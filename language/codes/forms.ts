// Codes of values that do not fit what the language has for them: keys, fields, types, forms that are old or to come.
// Data only.
import { type CodeEntries, example, prose } from './entry.ts';

export const formCodes = {
  'unknown-key': {
    severity: 'error',
    title: 'A key that means nothing here',
    explanation: prose(
      'Each place takes certain keys, and this is none of them: most often it is misspelt or stands a level too deep.',
      'It is an error, and not ignored, because an ignored key is a setting that you believe in and that nobody made.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { adress: 203.0.113.10 } }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
    `),
  },
  'unknown-module': {
    severity: 'error',
    title: 'There is no module of this name',
    explanation: prose(
      'Under `mods` stand modules, and below each of them its resources by name: module, then name, then fields.',
      'Under `data` stand kinds of data in the same way. [The manual](../modules.md) lists the modules.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdri:
            app: { path: /opt/app }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app }
    `),
  },
  'own-module': {
    severity: 'error',
    title: 'A module of the project itself that can not be used',
    explanation: prose(
      "A file in the project's folder `modules`, such as `modules/greeting.mjs`, is a module of its own, and this one can't be used:",
      'it does not keep to what a module is, it failed or did not answer when it was asked, or the folder is none that you have said',
      'to trust, so that nothing in it is run. The message says which. [Modules of your own](../own-modules.md) has all of it.',
    ),
  },
  'unknown-check': {
    severity: 'error',
    title: 'There is no kind of check of this name',
    explanation: prose(
      'Under `checks` stand kinds of checks, and below each of them checks by name, such as `http`, then `home`, then fields.',
      'A check that nobody makes would look like one that holds.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        checks:
          htpp:
            home: { url: "http://\${host.address}/health" }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        checks:
          http:
            home: { url: "http://\${host.address}/health" }
    `),
  },
  'missing-field': {
    severity: 'error',
    title: 'Something is missing that can not be left out',
    explanation: prose(
      'The resource, or the document, needs this and nothing can be assumed for it.',
      "A module's main field may be left out where the name of the resource serves for it: `mkdir: { /opt/app: }` needs no `path`.",
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { mode: "0755" }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app, mode: "0755" }
    `),
  },
  'missing-host': {
    severity: 'error',
    title: 'There is no host that this could go to',
    explanation: prose(
      'The project says what should be there and no host says where. Nothing is assumed: not even this machine, as that is',
      'rarely the one that is meant.',
    ),
    wrong: example(`
      viki:
        mods:
          mkdir:
            app: { path: /opt/app }
    `),
    right: example(`
      viki:
        hosts: { here: { via: local } }
        mods:
          mkdir:
            app: { path: /opt/app }
    `),
  },
  'wrong-type': {
    severity: 'error',
    title: 'A value of another type is needed',
    explanation: prose(
      'YAML gives values types by how they look: `22` is a number, `"22"` a text, `true` a truth value, `[a]` a list.',
      'A value is not silently turned into what the field needs, because the surprises of that are old and expensive: a version `1.10` that',
      'became `1.1`, a country `no` that became false.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10, port: "2222", groups: front } }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10, port: 2222, groups: [front] } }
    `),
  },
  'wrong-value': {
    severity: 'error',
    title: 'A value that this can not have',
    explanation: prose(
      'The value has the right type, but is not one of those that are possible here: out of range, of another form, or not in the list.',
      'What is written in a way of its own (schedules of `cron` and of `timer`, ports of `firewall`, the key of an `ssh_key`) is read',
      'as the host would read it, and told where it is wrong: a line that cron skips, or a key that was cut off, fails without a word.',
    ),
    wrong: example(`
      viki:
        policy: { on_failure: rolback }
        hosts: { web: { address: 203.0.113.10, port: 70000 } }
        mods:
          firewall:
            main: { allow: [22/tcp, http] }
          timer:
            backup: { schedule: "30 2 * * *", command: /usr/local/bin/backup }
          cron:
            report: { schedule: "0 24 * * *", command: /usr/local/bin/report }
    `),
    right: example(`
      viki:
        policy: { on_failure: rollback }
        hosts: { web: { address: 203.0.113.10, port: 7000 } }
        mods:
          firewall:
            main: { allow: [22/tcp, 80/tcp] }
          timer:
            backup: { schedule: "*-*-* 02:30:00", command: /usr/local/bin/backup }
          cron:
            report: { schedule: "0 23 * * *", command: /usr/local/bin/report }
    `),
  },
  'exclusive-fields': {
    severity: 'error',
    title: 'Two fields that can not be given together',
    explanation:
      'Each of the fields says the same thing in another way, and nothing says which of them is to be believed.',
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          file:
            motd: { path: /etc/motd, content: "Welcome", source: files/motd }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          file:
            motd: { path: /etc/motd, source: files/motd }
    `),
    beside: { 'files/motd': 'Welcome\n' },
  },
  'mode-as-number': {
    severity: 'error',
    title: 'A mode that YAML read as a number',
    explanation: prose(
      'Modes are octal, and YAML readers disagree about `0755`: it is 755 for one and 493 for another. As a number, the mode',
      'that you wrote is already lost when viki sees it. In quotes it is a text, and means what `chmod` takes it for.',
      'The same trap is known from the `mode` of Ansible.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app, mode: 0755 }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app, mode: "0755" }
    `),
  },
  'relative-path': {
    severity: 'error',
    title: 'A relative path where an absolute one is needed',
    explanation: prose(
      'A path on a host begins with `/`. There is no current directory there that it could begin from: the same text must',
      'mean the same place for every user and on every host.',
      'Only paths of files of the project, such as `source`, are relative: to the `.vk.yaml` that names them.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: opt/app }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app }
    `),
  },
  'not-yet': {
    severity: 'information',
    title: 'Understood, but not carried out by this version',
    explanation: prose(
      'The language has this, so the file is right, but this version of viki does nothing about it.',
      'A plan leaves it out, and says so.',
    ),
    wrong: example(`
      viki:
        vars:
          token: { secret: true, from: keychain }
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          command:
            login: { command: login --stdin, check: test -e /root/.login, stdin: "\${token}" }
    `),
    right: example(`
      viki:
        vars:
          token: { secret: true, from: env }
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          command:
            login: { command: login --stdin, check: test -e /root/.login, stdin: "\${token}" }
    `),
  },
  'host-in-vars': {
    severity: 'information',
    title: 'The host stands in vars, as in the first viki',
    explanation: prose(
      'Where a project has no `hosts`, the variables `hostname`, `username`, `password` and `sudo_password` describe its one host.',
      'That keeps working. Under `hosts` there can be more than one, each with a name that plans and problems call it by.',
    ),
    wrong: example(`
      viki:
        vars:
          hostname: 203.0.113.10
          username: deploy
        mods:
          mkdir:
            app: { path: /opt/app }
    `),
    right: example(`
      viki:
        hosts:
          web: { address: 203.0.113.10, user: deploy }
        mods:
          mkdir:
            app: { path: /opt/app }
    `),
    more: prose(
      'The variables may be set from outside, by `VK_VAR_hostname` and its like: then give the host',
      '`address: "${hostname}"`. `hostname: localhost` becomes `via: local`, and an empty `sudo_password` becomes `sudo: true`.',
    ),
  },
} satisfies CodeEntries;
