// The hosts of the ring: each test file has its own, so that files can run side by side.
import type { HostSpec } from '../lab/lab.ts';

export const HOSTS: readonly HostSpec[] = [
  { name: 'apply' },
  { name: 'apply-small', base: 'busybox' },
  { name: 'pages' },
  { name: 'pages-small', base: 'busybox' },
  { name: 'modules', base: 'deb12-full' },
  { name: 'crash', disk: '64m' },
  { name: 'crash-admin', disk: '64m' },
  { name: 'crash-small', base: 'busybox', disk: '64m' },
  { name: 'confirm' },
  { name: 'confirm-bb', base: 'busybox' },
  { name: 'count' },
  { name: 'services' },
  { name: 'together' },
  { name: 'wrong' },
  { name: 'full', disk: '24m' },
  { name: 'reach' },
  { name: 'behind' },
  { name: 'reach-small', base: 'busybox' },
];
