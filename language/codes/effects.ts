// Codes of texts that are well-formed and would do what nobody wants: on hosts, with other files. Data only.
import { type CodeEntries, example, prose } from './entry.ts';

export const effectCodes = {
  'duplicate-claim': {
    severity: 'error',
    title: 'Two resources set one thing on one host',
    explanation: prose(
      'Both say what the same path, package or service should be. In a script the later line wins, and each run changes it there',
      'and back. Here each thing on a host has one resource, so that a plan can be empty when nothing is to do. Of one file,',
      'several resources may have parts (a `line`, a `block`, a setting of an `ini`); but not where another one says what all',
      'of it is.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app, mode: "0755" }
            private: { path: /opt/app, mode: "0700" }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app, mode: "0755" }
            private: { path: /opt/app/private, mode: "0700" }
    `),
  },
  cycle: {
    severity: 'error',
    title: 'A circle: something would have to come before itself',
    explanation: prose(
      'Resources or hosts that come after each other, variables that refer to each other or hosts that are reached through each',
      'other lead back to where they began. There is no first step. Each line that makes the circle is marked; one of them has',
      'to go. What lies in a folder comes after it without a word: a line that says the opposite is a warning.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app, after: file.motd }
          file:
            motd: { path: /etc/motd, content: "Welcome", after: mkdir.app }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app }
          file:
            motd: { path: /etc/motd, content: "Welcome", after: mkdir.app }
    `),
  },
  'order-without-effect': {
    severity: 'warning',
    title: 'An order that has no effect',
    explanation: prose(
      '`after` orders what is done on one host. These two are never on the same host, or the order of',
      'stages or hosts has the last word, so the line orders nothing, while whoever reads it believes that it does.',
      'Hosts and groups are ordered by the `after` of a host or group, and whole documents by `stage`.',
    ),
    wrong: example(`
      viki:
        hosts:
          web: { address: 203.0.113.10 }
          db: { address: 203.0.113.20 }
        mods:
          mkdir:
            data: { path: /srv/data, on: db }
            app: { path: /opt/app, on: web, after: mkdir.data }
    `),
    right: example(`
      viki:
        hosts:
          web: { address: 203.0.113.10, after: db }
          db: { address: 203.0.113.20 }
        mods:
          mkdir:
            data: { path: /srv/data, on: db }
            app: { path: /opt/app, on: web }
    `),
  },
  'empty-target': {
    severity: 'warning',
    title: 'A target that matches no host',
    explanation: prose(
      'The group exists and is empty, so this is done nowhere. That may be meant, while the last host of a group is being replaced;',
      'more often the hosts do not name the group that they were to be in.',
    ),
    wrong: example(`
      viki:
        hosts: { web-1: { address: 203.0.113.10 } }
        groups: { web: { batch: 1 } }
        mods:
          mkdir:
            app: { path: /opt/app, on: web }
    `),
    right: example(`
      viki:
        hosts: { web-1: { address: 203.0.113.10, groups: [web] } }
        groups: { web: { batch: 1 } }
        mods:
          mkdir:
            app: { path: /opt/app, on: web }
    `),
  },
  'never-idempotent': {
    severity: 'warning',
    title: 'A command that runs every time',
    explanation: prose(
      'Nothing tells whether the command has done its work already, so every apply runs it again, and no plan is ever empty.',
      '`check` is a command that ends well when there is nothing to do; `creates` names a path that exists when it has run.',
      'Both are what `unless` and `creates` are to the `command` of Ansible.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          command:
            migrate: { command: /opt/app/migrate }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          command:
            migrate: { command: /opt/app/migrate, check: /opt/app/migrate --is-done }
    `),
  },
  'missing-file': {
    severity: 'error',
    title: 'There is no such file beside the text',
    explanation: prose(
      'The path of a `source` or `template` is relative to the folder of the `.vk.yaml`, on the machine that viki runs on,',
      'not on the host. There is nothing at this path.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          file:
            motd: { path: /etc/motd, source: motd }
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
  template: {
    severity: 'error',
    title: 'A mistake in a template',
    explanation: prose(
      'Templates are [Liquid](https://shopify.github.io/liquid/): `{{ name }}` puts in a value, `{% if %}` and `{% for %}` end with',
      '`{% endif %}` and `{% endfor %}`. This one can not be read, so the file that it makes is not known.',
    ),
    file: 'site.liquid',
    wrong: example(`
      server {
        {% if port == 443 %}
        listen {{ port }} ssl;
      }
    `),
    right: example(`
      server {
        {% if port == 443 %}
        listen {{ port }} ssl;
        {% endif %}
      }
    `),
    beside: {
      'main.vk.yaml': example(`
        viki:
          vars: { port: 443 }
          hosts: { web: { address: 203.0.113.10 } }
          mods:
            file:
              site: { path: /etc/nginx/sites-enabled/shop, template: site.liquid }
      `),
    },
  },
  'unknown-template-variable': {
    severity: 'error',
    title: 'A template names a variable that does not exist',
    explanation: prose(
      'Liquid puts nothing in the place of a name that it does not know, and a service starts with half a line in its settings.',
      'So the names in templates are checked against `vars`, `host`, `group`, `fact` and `each`, as those in `${...}` are.',
    ),
    file: 'site.liquid',
    wrong: 'listen {{ prot }};\n',
    right: 'listen {{ port }};\n',
    beside: {
      'main.vk.yaml': example(`
        viki:
          vars: { port: 443 }
          hosts: { web: { address: 203.0.113.10 } }
          mods:
            file:
              site: { path: /etc/nginx/sites-enabled/shop, template: site.liquid }
      `),
    },
    more: 'Where it may be missing, give it a value: `{{ port | default: 80 }}`.',
  },
  'env-file': {
    severity: 'warning',
    title: 'A line of .env that can not be read',
    explanation: prose(
      'Each line of `.env` is `KEY=value` or `export KEY=value`, a comment that begins with `#`, or empty. Values may be quoted and',
      'may contain `${OTHER}`. It is no shell script: nothing in it is run. What this line was to set is not set.',
    ),
    file: '.env',
    wrong: example(`
      VK_VAR_port 8080
    `),
    right: example(`
      VK_VAR_port=8080
    `),
    beside: {
      'main.vk.yaml': example(`
        viki:
          vars: { port: 80 }
          hosts: { web: { address: 203.0.113.10 } }
          mods:
            file:
              port: { path: /etc/shop-port, content: "port \${port}" }
      `),
    },
  },
} satisfies CodeEntries;
