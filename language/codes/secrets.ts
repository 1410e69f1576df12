// Codes of secrets that stand where others could read them. Data only.
import { type CodeEntries, example, prose } from './entry.ts';

export const secretCodes = {
  'secret-in-clear-text': {
    severity: 'warning',
    title: 'A secret stands here in clear text',
    explanation: prose(
      'Everyone who can read the file can read it, and so can everyone who will ever see the history of the repository.',
      'A secret variable says only where the value comes from: the environment, `.env` (which stays out of the repository),',
      'or a question when it is needed. Change the value as well: it has been seen. A variable counts as a secret if it is the',
      'password of a host or called like one: `db_password`, `api_token`; so does what stands in a field that is made for secrets. A password in an',
      'address (of a repository, of what is downloaded, of packages) or in the options of a mount is an error.',
    ),
    wrong: example(`
      viki:
        hosts:
          web: { address: 203.0.113.10, password: hunter2 }
        mods:
          postgres_role:
            shop: { password: hunter3 }
          command:
            migrate: { command: /opt/app/migrate, creates: /opt/app/done, environment: { API_TOKEN: hunter4 } }
    `),
    right: example(`
      viki:
        vars:
          web_password: { secret: true, from: env }
          shop_password: { secret: true, from: env }
          api_token: { secret: true, from: env }
        hosts:
          web: { address: 203.0.113.10, password: "\${web_password}" }
        mods:
          postgres_role:
            shop: { password: "\${shop_password}" }
          command:
            migrate: { command: /opt/app/migrate, creates: /opt/app/done, environment: { API_TOKEN: "\${api_token}" } }
    `),
    more: 'The value is then read from `VK_VAR_web_password`.',
  },
  'secret-misplaced': {
    severity: 'error',
    title: 'A secret in a place that is stored or shown',
    explanation: prose(
      'Paths, contents and names go into plans, logs and the state. A secret would stand there for everyone to read, so a',
      'reference to one may only stand in a field that is made for secrets, as its whole value.',
    ),
    wrong: example(`
      viki:
        vars:
          token: { secret: true, from: env }
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          file:
            env: { path: /etc/app.env, content: "TOKEN=\${token}" }
    `),
    right: example(`
      viki:
        vars:
          token: { secret: true, from: env }
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          command:
            env:
              command: umask 077; printf 'TOKEN=%s\\n' "$TOKEN" >/etc/app.env
              environment: { TOKEN: "\${token}" }
              creates: /etc/app.env
              undo: rm -f /etc/app.env
    `),
    more: prose(
      'The secret reaches the command in its environment, and the file that it writes is readable for its owner alone. It is written',
      'once: after the secret has changed, remove the file on the host, and the next apply writes it anew.',
    ),
  },
} satisfies CodeEntries;
