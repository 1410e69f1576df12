// Data of a host in the one round trip of a plan: what is asked, and what was found. Pure.
import { dataSources } from '../modules/data/index.ts';
import type { DataRequest, Project } from './project.ts';
import type { DataFound } from './result.ts';

/** A folder with more entries is cut off, and said to be. */
const LINES_LIMIT = 20_000;
const DATA_LINE = /^data (\d+) (.*)$/s;
const CUT_OFF = 'there is more of it than viki takes: name something smaller';

export type HostData = readonly DataRequest[];

export const requestsOn = (project: Project, host: string): HostData =>
  (project.data ?? []).filter(({ hosts }) => hosts.includes(host));

/** Shell that tells all of it, each line with the place of its request in the list. */
export function askData(requests: HostData): readonly string[] {
  return requests.map(
    ({ source, spec }, index) =>
      `{ ${source.ask(spec)}\n} 2>/dev/null </dev/null | head -n ${LINES_LIMIT + 1} | sed "s/^/$M data ${index} /"`,
  );
}

export function dataIn(requests: HostData, lines: readonly string[]): readonly DataFound[] {
  const told = requests.map((): string[] => []);
  for (const line of lines) {
    const [, index = '', text = ''] = DATA_LINE.exec(line) ?? [];
    if (index !== '') told[Number(index)]?.push(text);
  }
  return requests.map(({ address, source }, index): DataFound => {
    const found = told[index] ?? [];
    return { address, ...(found.length > LINES_LIMIT ? { missing: CUT_OFF } : source.parse(found)) };
  });
}

/** What a host is, for whoever did not ask for it in the text. */
export function factsOf(hosts: readonly string[]): DataRequest {
  const source = dataSources.get('facts');
  if (!source) throw new Error('there is no source of facts');
  const place = { file: '', line: 1, column: 1 };
  return { address: 'facts', source, name: 'facts', spec: {}, hosts, place };
}
