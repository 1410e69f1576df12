// The data `df`: how full each mounted file system is, in bytes. Pure.
import type { DataSource } from './contract.ts';

const LINE = /^(\S.*?)\s+(\d+)\s+(\d+)\s+(-?\d+)\s+(\d+%|-)\s+(\/.*)$/;
const BLOCK_BYTES = 1024;

export const df: DataSource = {
  name: 'df',
  summary: 'Disk use: every mounted file system with its size, what is used and what is available, in bytes.',
  spec: { fields: {}, required: [] },
  // (an overlay that can't be read is a complaint, and the others are told all the same)
  ask: () => 'df -P -k',
  parse(lines) {
    const found = lines.flatMap((line) => {
      const [, source = '', size, used, available, percent = '', mount = ''] = LINE.exec(line) ?? [];
      if (mount === '') return [];
      return [
        {
          mount,
          source,
          sizeBytes: Number(size) * BLOCK_BYTES,
          usedBytes: Number(used) * BLOCK_BYTES,
          availableBytes: Number(available) * BLOCK_BYTES,
          usedPercent: percent === '-' ? null : Number(percent.slice(0, -1)),
        },
      ];
    });
    return found.length === 0 ? { missing: 'df told of no file system' } : { found };
  },
};
