// Codes of texts that are not YAML, or that say in YAML what was hardly meant. Data only.
import { type CodeEntries, example, prose } from './entry.ts';

export const yamlCodes = {
  syntax: {
    severity: 'error',
    title: 'This is not YAML',
    explanation: prose(
      'The text can not be read as YAML at this place, and none of the more exact codes fits.',
      'The rest of the file is still read, as far as it can be understood, but nothing is planned or applied until the text is right.',
    ),
    wrong: example(`
      viki:
        name: "C:\\path"
        hosts: { web: { address: 203.0.113.10 } }
    `),
    right: example(`
      viki:
        name: 'C:\\path'
        hosts: { web: { address: 203.0.113.10 } }
    `),
  },
  tab: {
    severity: 'error',
    title: 'A tab indents a line',
    explanation: prose(
      'YAML is indented by spaces only: how wide a tab is would depend on the reader, and with it what belongs to what.',
      'Editors can insert spaces for the tab key; the extension sets VS Code to do so in these files.',
    ),
    wrong: example(`
      viki:
      \thosts: { web: { address: 203.0.113.10 } }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
    `),
  },
  indentation: {
    severity: 'error',
    title: 'A line is indented unlike its neighbours',
    explanation: prose(
      'Indentation says what belongs to what. Keys that belong to the same thing begin in the same column;',
      'one space more or less puts a key into another place, or nowhere.',
      'Two spaces per level are usual.',
    ),
    wrong: example(`
      viki:
        hosts:
          web:
            address: 203.0.113.10
           user: deploy
    `),
    right: example(`
      viki:
        hosts:
          web:
            address: 203.0.113.10
            user: deploy
    `),
  },
  'missing-colon': {
    severity: 'error',
    title: 'A key has no colon behind it',
    explanation: prose(
      'A word alone on its line is a text, not a key. A key ends with a colon, even where its value stands on the lines',
      'below it or is left out.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir
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
  'missing-space': {
    severity: 'error',
    title: 'A space is missing after a colon',
    explanation: prose(
      'A colon makes a key only when a space or the end of the line follows it: that is what lets texts such as',
      '`https://example.com` go without quotes. Without the space, key and value are one word.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app:
              path:/opt/app
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app:
              path: /opt/app
    `),
  },
  'missing-comma': {
    severity: 'error',
    title: 'A comma is missing between brackets',
    explanation: 'Between `{ }` and `[ ]`, entries are separated by commas, as in JSON.',
    wrong: example(`
      viki:
        hosts: { web: { port: 2222 user: deploy } }
    `),
    right: example(`
      viki:
        hosts: { web: { port: 2222, user: deploy } }
    `),
  },
  'missing-quote': {
    severity: 'error',
    title: 'A quote is never closed',
    explanation: prose(
      'A text that begins with a quote goes on until the same quote, over as many lines as it takes.',
      'The problem is told where the text begins, as that is where the mistake is; the lines below it are read as if it had been closed.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app:
              path: "/opt/app
              mode: "0755"
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app:
              path: "/opt/app"
              mode: "0755"
    `),
  },
  'missing-bracket': {
    severity: 'error',
    title: 'A bracket is never closed',
    explanation: prose(
      'Each `{`, `[` and `${` needs its counterpart. The problem is told at the bracket that was opened, and the entries',
      'below it are read as if it had been closed.',
    ),
    wrong: example(`
      viki:
        hosts:
          web: { address: 203.0.113.10
          db: { address: 203.0.113.20 }
    `),
    right: example(`
      viki:
        hosts:
          web: { address: 203.0.113.10 }
          db: { address: 203.0.113.20 }
    `),
  },
  'extra-bracket': {
    severity: 'error',
    title: 'A bracket closes nothing',
    explanation: 'Everything that was opened is closed already when this bracket comes.',
    wrong: example(`
      viki:
        hosts:
          web: { address: 203.0.113.10 } }
    `),
    right: example(`
      viki:
        hosts:
          web: { address: 203.0.113.10 }
    `),
  },
  'extra-text': {
    severity: 'error',
    title: 'Something stands behind a value that has ended',
    explanation: prose(
      'A quoted text ends with its quote, and a key whose entries stand on the lines below it has nothing behind its colon.',
      'What follows there belongs to nothing.',
    ),
    wrong: example(`
      viki:
        name: 'it's a shop'
        hosts: { web: { address: 203.0.113.10 } }
    `),
    right: example(`
      viki:
        name: "it's a shop"
        hosts: { web: { address: 203.0.113.10 } }
    `),
  },
  'needs-quotes': {
    severity: 'error',
    title: 'A text needs quotes',
    explanation: prose(
      'Most texts go without quotes. Those that contain `: ` or ` #`, that begin with a character which means something in YAML',
      '(`@`, `` ` ``, `*`, `&`, `!`, `%`, `{`, `[`), or that have a `${...}` between brackets do not: YAML would read something else.',
    ),
    wrong: example(`
      viki:
        name: shop: the second
        hosts: { web: { address: 203.0.113.10 } }
    `),
    right: example(`
      viki:
        name: "shop: the second"
        hosts: { web: { address: 203.0.113.10 } }
    `),
  },
  'duplicate-key': {
    severity: 'error',
    title: 'A key is given twice in one place',
    explanation: prose(
      'Of two equal keys, most YAML tools silently take the last one, and a server ends up without what the first one said.',
      'Here it is a problem, told at both.',
    ),
    wrong: example(`
      viki:
        hosts:
          web: { address: 203.0.113.10 }
          web: { address: 203.0.113.20 }
    `),
    right: example(`
      viki:
        hosts:
          web-1: { address: 203.0.113.10 }
          web-2: { address: 203.0.113.20 }
    `),
    more: 'The same name in two files, or in two documents of one file, is [duplicate-name](duplicate-name.md).',
  },
  alias: {
    severity: 'error',
    title: 'An alias leads nowhere',
    explanation: prose(
      '`*name` stands for what was marked with `&name` further up in the same document. Nothing is marked so above it.',
      'A text that only begins with `*`, such as `*.example.com`, is written in quotes.',
    ),
    wrong: example(`
      viki:
        name: *.example.com
        hosts: { web: { address: 203.0.113.10 } }
    `),
    right: example(`
      viki:
        name: "*.example.com"
        hosts: { web: { address: 203.0.113.10 } }
    `),
  },
  'too-large': {
    severity: 'error',
    title: 'This is larger than a description of servers can be',
    explanation: prose(
      'Files, the depth of values in each other, what aliases come to and the instances of an `each` have limits, so that a',
      'mistake, or a text that is made to do harm, does not take the editor with it. Real projects stay far below them.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: &app { path: /opt/app, mode: "0750" }
            data: &data { <<: *data, path: /opt/data }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: &app { path: /opt/app, mode: "0750" }
            data: { <<: *app, path: /opt/data }
    `),
  },
  'too-many': {
    severity: 'information',
    title: 'There are more problems than are shown',
    explanation: prose(
      'Thousands of problems help nobody and make an editor slow, so only the first ones of a file are shown.',
      'The others appear as these are mended; nothing is applied as long as one of them is an error, shown or not.',
    ),
  },
} satisfies CodeEntries;
