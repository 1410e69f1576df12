// `npm run new NAME`: a new module and its page, which keep the laws from the start, and what to do next. It overwrites nothing.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules } from '../modules/index.generated.ts';
import { exportName } from './generate/modules.ts';
import { moduleText, pageText } from './new/template.ts';
import { command } from './ring.ts';
import { root } from './root.ts';

const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

const NEXT = (name: string): string => `
It says what /etc/${name}.conf says. Make of it what you need:

  1. modules/${name}.ts                     its fields, the thing that it claims, what it reads, what it wants. modules/contract.ts
                                        says what each part is; modules/things/ has the things that there are.
  2. test-fixtures/modules/${name}.md       its manual and its test: a case for each thing that it can do, and for what it refuses.
                                        "proven on" names the hosts on which they are run for real.
  3. npm run generate                   the index, the schema and the manual.
  4. node scripts/node.mjs --test modules/laws.test.ts modules/pages.test.ts modules/proofs.test.ts
                                        the laws of modules, and the cases on a host in memory.
  5. npm run test:hosts -- pages/${name}    the cases on real hosts.
`;

/** Why there can't be a module of this name. */
function wrongName(name: string | undefined): string | undefined {
  if (name === undefined) return 'which module? Say its name: npm run new motd';
  if (!NAME.test(name)) return `a module can't be called ${name}: use small letters, digits and _, as in ssh_key`;
  if (modules.some((module) => module.name === name)) return `there is a module ${name} already: modules/${name}.ts`;
  return undefined;
}

async function main(): Promise<void> {
  const [name = ''] = process.argv.slice(2);
  const wrong = wrongName(process.argv[2]);
  const files = new Map([
    [`modules/${name}.ts`, moduleText(name, exportName(name))],
    [`test-fixtures/modules/${name}.md`, pageText(name)],
  ]);
  const inTheWay = [...files.keys()].find((path) => existsSync(join(root, path)));
  if (wrong !== undefined || inTheWay !== undefined) {
    process.stderr.write(`new: ${wrong ?? `${inTheWay} is there already, and is left as it is`}\n`);
    process.exitCode = 1;
    return;
  }
  for (const [path, text] of files) {
    writeFileSync(join(root, path), text);
    process.stdout.write(`wrote ${path}\n`);
  }
  const generated = await command('generate', process.execPath, [join(root, 'scripts/generate.ts')]);
  process.stdout.write(generated.output);
  if (generated.failed > 0) process.exitCode = 1;
  else process.stdout.write(NEXT(name));
}

await main();
