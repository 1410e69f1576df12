// Runs the lab's own tests alone.
import { finish, report } from '../../scripts/ring.ts';
import { labPart } from './part.ts';

const part = await labPart();
report(part);
finish([part]);
