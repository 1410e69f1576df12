// Measures the language server beside yaml-language-server and prints tables: `npm run bench:server`. Nothing fails by it.
import { parseArgs } from 'node:util';
import { comparison, history, kept } from './comparison.ts';
import { measureAll, sizes } from './measure.ts';
import { programs } from './programs.ts';
import { report } from './report.ts';

const HELP = `npm run bench:server -- [--quick] [--only SERVER] [--lines NUMBER]

--quick   a sixth of the edits
--only    ${Object.keys(programs).join(', ')}; several times for several
--lines   ${sizes.map(({ lines }) => lines).join(', ')}; several times for several

A run with none of these is appended to ${history.file}.
`;

function choose<Item>(asked: readonly string[], offered: ReadonlyMap<string, Item>): readonly Item[] {
  const unknown = asked.find((word) => !offered.has(word));
  if (unknown !== undefined) throw new Error(`there is no ${unknown}; there are ${[...offered.keys()].join(', ')}`);
  return [...offered].filter(([word]) => asked.length === 0 || asked.includes(word)).map(([, item]) => item);
}

function asked() {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      lines: { type: 'string', multiple: true, default: [] },
    },
  });
  return {
    help: values.help,
    isQuick: values.quick,
    isWhole: !values.quick && values.only.length === 0 && values.lines.length === 0,
    programs: choose(values.only, new Map(Object.entries(programs))),
    sizes: choose(values.lines, new Map(sizes.map((size) => [String(size.lines), size]))),
  };
}

async function main(): Promise<void> {
  const options = asked();
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const started = performance.now();
  const seconds = (): string => `${Math.round((performance.now() - started) / 1000)} s`.padStart(6);
  const results = await measureAll(options.programs, options.sizes, options.isQuick, (what) =>
    process.stderr.write(`${seconds()}  ${what}\n`),
  );
  const before = history.last;
  process.stdout.write(`\n${report(results)}\n`);
  if (before) process.stdout.write(`${comparison(before, results)}\n`);
  if (options.isWhole) history.remember(kept(results));
  process.stdout.write(
    `${seconds().trim()}; ${options.isWhole ? `appended to ${history.file}` : 'not kept: only a run without flags is'}\n`,
  );
}

await main();
