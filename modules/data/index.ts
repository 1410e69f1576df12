// Every source of data, by its name.
import type { DataSource } from './contract.ts';
import { df } from './df.ts';
import { docker } from './docker.ts';
import { facts } from './facts.ts';
import { ls, lsl } from './ls.ts';
import { packages } from './packages.ts';
import { ports } from './ports.ts';
import { services } from './services.ts';
import { users } from './users.ts';

export type { DataSource, Found } from './contract.ts';

export const dataSources: ReadonlyMap<string, DataSource> = new Map(
  [df, docker, facts, ls, lsl, packages, ports, services, users].map((source) => [source.name, source]),
);
