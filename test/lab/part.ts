// The lab's own tests as a part of a ring: its hosts are what they are said to be, and nothing of them stays.
import { type Part, skipped } from '../../scripts/ring.ts';
import { tests } from '../../scripts/tests.ts';
import { canRunLab } from './lab.ts';

const FILES = ['containers', 'digest', 'faults', 'full', 'hosts', 'life'].map((name) => `test/lab/${name}.test.ts`);

export async function labPart(): Promise<Part> {
  const ability = canRunLab();
  return ability.able ? await tests('lab', FILES) : skipped('lab', ability.why);
}
