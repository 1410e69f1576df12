// The part of the hosts ring that runs in the lab's network: the test files, or those whose names contain an argument.
import { readdirSync } from 'node:fs';
import { finish, type Part, report } from '../../scripts/ring.ts';
import { tests } from '../../scripts/tests.ts';

const FOLDER = 'test/hosts';
const FILE_LIMIT_MINUTES = 15;

const chosen = process.argv.slice(2);
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.test.ts') && (chosen.length === 0 || chosen.some((part) => name.includes(part))))
  .toSorted();

const parts: Part[] = [];
for (const file of files) {
  const part = await tests(file.replace('.test.ts', ''), [`${FOLDER}/${file}`], FILE_LIMIT_MINUTES);
  report(part);
  parts.push(part);
}
finish(parts);
