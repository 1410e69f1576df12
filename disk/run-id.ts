// Names for runs: they sort by time, and two people never make the same one.
import { randomBytes } from 'node:crypto';

const CHANCE_BYTES = 2;

/** `20261121t051203z-4f3a` */
export function newRunId(now: number): string {
  const time = new Date(now)
    .toISOString()
    .replace(/\.\d+Z$/, 'z')
    .replaceAll(/[-:]/g, '')
    .toLowerCase();
  return `${time}-${randomBytes(CHANCE_BYTES).toString('hex')}`;
}
