// What a new module and its page say: a small module that keeps the laws already, so that whoever makes it of it sees at once
// when it does not any more. Pure.
import { createHash } from 'node:crypto';

const sum = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** `constant` is what its file exports. */
export const moduleText = (name: string, constant: string): string => `\
// The module \`${name}\`: what /etc/${name}.conf says. Pure: it never sees a host.
import type { Module, Refusal, Spec, State, Tools } from './contract.ts';
import { ownFileProbes, wantOwnFile, withoutFiles } from './things/own-file.ts';
import { pathId, pathSteps } from './things/path.ts';

const PATH = '/etc/${name}.conf';
const MODE = '0644';

/** The state of the file as it should be; bytes are in it by their sum, and travel by themselves. */
function wantText(spec: Spec, now: State, tools: Tools): State | Refusal {
  const content = tools.bytes(\`\${String(spec['text'])}\\n\`);
  return wantOwnFile({ path: PATH, mode: MODE, content, program: 'a system' }, now, tools);
}

export const ${constant}: Module = {
  name: '${name}',
  summary: 'What /etc/${name}.conf says.',
  spec: {
    fields: {
      text: { type: 'string', description: 'What it says.', minLength: 1, examples: ['hello'] },
    },
    required: ['text'],
  },
  mainField: 'text',
  key: () => pathId(PATH),
  read: () => ownFileProbes(PATH),
  want: wantText,
  absent: (_spec, now) => withoutFiles([PATH], now),
  steps: (_spec, from, to) => pathSteps([PATH], from, to),
};
`;

/** One case: a text, a host, the plan, and the host afterwards; `file` is the line of the file there, if it is there. */
type Case = {
  readonly title: string;
  readonly fields: string;
  readonly before: string | undefined;
  readonly plan: string;
  readonly after: string | undefined;
};

const hostBlock = (file: string | undefined): string =>
  `\`\`\`host\n/etc directory 0755 root root\n${file === undefined ? '' : `${file}\n`}\`\`\``;

const caseText = (name: string, { title, fields, before, plan, after }: Case): string => `
## ${title}

\`\`\`yaml
${name}:
  main: { ${fields} }
\`\`\`

On a host where

${hostBlock(before)}

the plan is

\`\`\`plan
${plan}
\`\`\`

and after it

${hostBlock(after)}
`;

export function pageText(name: string): string {
  const path = `/etc/${name}.conf`;
  const fileWith = (mode: string, text: string): string => `${path} file ${mode} root root ${JSON.stringify(text)}`;
  const cases: readonly Case[] = [
    {
      title: 'It is not there yet',
      fields: 'text: hello',
      before: undefined,
      plan: `+ ${name}.main\n    create file ${path} (0644 root:root, 6 bytes)`,
      after: fileWith('0644', 'hello\n'),
    },
    {
      title: 'It says something else',
      fields: 'text: hello',
      before: fileWith('0644', 'bye\n'),
      plan: [
        `~ ${name}.main`,
        `    write ${path}`,
        `    content: 4 bytes, sha256 ${sum('bye\n')} -> 6 bytes, sha256 ${sum('hello\n')}`,
      ].join('\n'),
      after: fileWith('0644', 'hello\n'),
    },
    {
      title: 'It is to be gone',
      fields: 'text: hello, state: absent',
      before: fileWith('0644', 'hello\n'),
      plan: `- ${name}.main\n    remove file ${path}`,
      after: undefined,
    },
  ];
  const head = `# ${name}\n\n<!-- proven on: debian, busybox -->\n\nWhat \`${path}\` says.\n`;
  return head + cases.map((one) => caseText(name, one)).join('');
}
