// The part of the hosts ring that runs in the lab's network: the test files, or those whose names contain an argument;
// of an argument FILE/TITLE, the tests whose titles contain TITLE.
import { readdirSync } from 'node:fs';
import { finish, type Part, report } from '../../scripts/ring.ts';
import { tests } from '../../scripts/tests.ts';

const FOLDER = 'test/hosts';
const FILE_LIMIT_MINUTES = 15;

const chosen = process.argv.slice(2).map((word) => {
  const [file = '', title] = word.split('/', 2);
  return { file, title };
});

const parts: Part[] = [];
for (const file of readdirSync(FOLDER).toSorted()) {
  const meant = chosen.filter((one) => file.includes(one.file));
  if (!file.endsWith('.test.ts') || (chosen.length > 0 && meant.length === 0)) continue;
  // (who names the file alone means all of it)
  const titles = meant.some(({ title }) => title === undefined) ? [] : meant.flatMap(({ title }) => title ?? []);
  const options = { limitMinutes: FILE_LIMIT_MINUTES, titles };
  const part = await tests(file.replace('.test.ts', ''), [`${FOLDER}/${file}`], options);
  report(part);
  parts.push(part);
}
finish(parts);
