// The long ring: the tests that edit texts at random, with so many edits that what is rare happens too (they are the same
// edits every time), and those in which real shells wait for what takes time. It takes minutes. It changes nothing.
import { projectFiles, textsOf } from './files.ts';
import { finish, report } from './ring.ts';
import { root } from './root.ts';
import { slowTests } from './slow-tests.ts';
import { tests } from './tests.ts';

/** Per project of the fixtures: more than 100,000 in all, each compared with the same text read afresh. */
const EDITS = 3200;
/** Every request is asked at one position of so many of every fixture, and of one document in so many of YAML's suite. */
const EVERY = 1;
/** So many times as many random texts of what is read and shown, where one is dearer, or cheaper, than an edit. */
const TIMES = 5;
/** So many hostile texts are written into each field of each module. */
const TEXTS = 5;
const LIMIT_MINUTES = 6;

const FILES = [
  ...['server/any-edit.test.ts', 'server/yaml-suite.test.ts'],
  ...['server/features.test.ts', 'server/format.test.ts', 'server/appearance.test.ts'],
  ...['language/live.test.ts', 'language/yaml-agreement.test.ts', 'language/any-text.test.ts'],
  ...['language/expression.test.ts', 'language/template.test.ts'],
  ...['language/notations/cron.test.ts', 'language/notations/notations.test.ts', 'own/thread.test.ts'],
];

const isUnitTest = (path: string): boolean => path.endsWith('.test.ts') && !path.startsWith('test/');
/** Whatever runs on the shells that a host may have runs on all of them here. */
const ON_SHELLS = /support\/(shells|local)\.ts'/;

process.chdir(root);
process.env['VIKI_EDITS'] ??= String(EDITS);
process.env['VIKI_EVERY'] ??= String(EVERY);
process.env['VIKI_TIMES'] ??= String(TIMES);
process.env['VIKI_TEXTS'] ??= String(TEXTS);
process.env['VIKI_SHELLS'] ??= 'all';
const part = await tests('random edits', FILES, { limitMinutes: LIMIT_MINUTES });
report(part);
const slow = await tests('slow tests', slowTests, { limitMinutes: LIMIT_MINUTES });
report(slow);
const files = textsOf(projectFiles().filter((path) => isUnitTest(path) && !slowTests.includes(path)));
const onShells = [...files].filter(([, text]) => ON_SHELLS.test(text)).map(([path]) => path);
const shells = await tests('all shells', onShells, { limitMinutes: LIMIT_MINUTES });
report(shells);
finish([part, slow, shells]);
