// Every source of data, by its name.
import type { DataSource } from './contract.ts';
import { df } from './df.ts';
import { docker } from './docker.ts';
import { facts } from './facts.ts';
import { ls, lsl } from './ls.ts';

export type { DataSource, Found } from './contract.ts';

export const dataSources: ReadonlyMap<string, DataSource> = new Map(
  [df, docker, facts, ls, lsl].map((source) => [source.name, source]),
);
