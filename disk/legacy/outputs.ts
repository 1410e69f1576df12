// What the first viki kept as raw text (`df -h`, `docker ps`, `ls`, `ls -lAG`), parsed. Lines that are not what such a
// command prints are dropped: there, prompts of sudo and passwords stood between them. Pure.
import type { Json, JsonObject } from '../../modules/contract.ts';

const LINES_LIMIT = 100_000;
const DF_LINE = /^(\S.*?)\s+([\d.,]+[BKMGTPE]?i?)\s+([\d.,]+[BKMGTPE]?i?)\s+([\d.,]+[BKMGTPE]?i?)\s+(\d+)%\s+(\/.*)$/;
const DOCKER_COLUMNS = ['CONTAINER ID', 'IMAGE', 'COMMAND', 'CREATED', 'STATUS', 'PORTS', 'NAMES'] as const;
const CONTAINER_ID = /^[0-9a-f]{12,64}$/;
const LONG_LINE =
  /^([-bcdlps][-rwxsStT]{9})[.+@]?\s+(\d+)\s+(\S+)\s+(\d+)\s+(\S+\s+\d+\s+[\d:]+|\d{4}-\d\d-\d\d\s+\S+)\s(.+)$/;
const PROMPT = /\[sudo\]|password|sudo:/i;

const KINDS: { readonly [letter: string]: string } = { '-': 'file', d: 'directory', l: 'link' };

/** Output was one text, or a list of lines. */
export function linesOf(output: Json | undefined): readonly string[] {
  const text = Array.isArray(output) ? output.filter((line) => typeof line === 'string').join('\n') : output;
  if (typeof text !== 'string') return [];
  return text.split(/\r?\n/, LINES_LIMIT).map((line) => line.replace(/\r$/, ''));
}

export function parseDf(lines: readonly string[]): readonly JsonObject[] {
  return lines.flatMap((line) => {
    const [, source = '', size = '', used = '', available = '', percent = '', mount = ''] = DF_LINE.exec(line) ?? [];
    return mount === '' ? [] : [{ source, size, used, available, usedPercent: Number(percent), mount }];
  });
}

export function parseDocker(lines: readonly string[]): readonly JsonObject[] {
  const at = lines.findIndex((line) => line.startsWith('CONTAINER ID'));
  const header = lines[at];
  if (header === undefined) return [];
  const starts = DOCKER_COLUMNS.map((column) => header.indexOf(column));
  return lines.slice(at + 1).flatMap((line) => {
    // (the command is left out: people put passwords there)
    const [id = '', image = '', , created = '', status = '', ports = '', name = ''] = starts.map((start, index) =>
      start < 0 ? '' : line.slice(start, starts[index + 1]).trim(),
    );
    return CONTAINER_ID.test(id) ? [{ id, image, created, status, ports, name }] : [];
  });
}

/** Nothing tells a name from anything else, so what looks like a prompt is no name, nor is what was typed there. */
export function parseLs(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => PROMPT.test(line));
  return lines.slice(last < 0 ? 0 : last + 2).filter((line) => line !== '');
}

export function parseLsl(lines: readonly string[]): readonly JsonObject[] {
  return lines.flatMap((line) => {
    const [, modes = '', , owner = '', size = '', changed = '', rest = ''] = LONG_LINE.exec(line) ?? [];
    if (rest === '') return [];
    const [name = '', target] = modes.startsWith('l') ? rest.split(' -> ') : [rest];
    const kind = KINDS[modes.charAt(0)] ?? 'other';
    return [
      {
        name,
        kind,
        permissions: modes.slice(1),
        owner,
        size: Number(size),
        changed,
        ...(target === undefined ? {} : { target }),
      },
    ];
  });
}

export const parsers: ReadonlyMap<string, (lines: readonly string[]) => Json> = new Map<
  string,
  (lines: readonly string[]) => Json
>([
  ['df', parseDf],
  ['docker', parseDocker],
  ['ls', parseLs],
  ['lsl', parseLsl],
]);
