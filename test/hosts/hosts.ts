// The hosts of the ring: each test file has its own, so that files can run side by side.
import type { Base, HostSpec } from '../lab/lab.ts';

/** Hosts of what not every machine has the packages for; without them, the tests that need them say so and are skipped. */
export const OPTIONAL_BASES: readonly Base[] = ['deb12-full', 'deb13-docker'];

export const HOSTS: readonly HostSpec[] = [
  { name: 'apply' },
  { name: 'apply-small', base: 'busybox' },
  { name: 'pages' },
  { name: 'pages-small', base: 'busybox' },
  { name: 'services' },
  { name: 'system' },
  { name: 'boot' },
  { name: 'boot-small', base: 'busybox' },
  { name: 'swap' },
  { name: 'swap-small', base: 'busybox' },
  { name: 'modules', base: 'deb12-full' },
  { name: 'checked', base: 'deb12-full' },
  { name: 'archives', base: 'deb12-full' },
  { name: 'archives-bb', base: 'busybox' },
  { name: 'docker', base: 'deb13-docker' },
  { name: 'crash', disk: '64m' },
  { name: 'crash-admin', disk: '64m' },
  { name: 'crash-small', base: 'busybox', disk: '64m' },
  { name: 'confirm' },
  { name: 'confirm-bb', base: 'busybox' },
  { name: 'count' },
  { name: 'packages', base: 'deb12-full' },
  { name: 'sources', base: 'deb12-full' },
  { name: 'walls', base: 'deb12-full' },
  { name: 'postgres', base: 'deb12-full' },
  { name: 'passwords' },
  { name: 'secrets', base: 'deb12-full' },
  { name: 'secrets-box', base: 'deb13-docker' },
  { name: 'together' },
  { name: 'wrong' },
  { name: 'full', disk: '24m' },
  { name: 'reach' },
  { name: 'behind' },
  { name: 'reach-small', base: 'busybox' },
];
