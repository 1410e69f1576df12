// Names in double braces in the text itself, where nothing fills them in: the habit of another tool. It speaks only of names
// that are variables; everything else in braces may be meant for whoever reads the file on the host.
import type { Collector } from '../analysis.ts';
import { faultAt } from '../fault.ts';
import type { Scope } from '../scope.ts';
import { code, replace } from '../sentences.ts';
import type { Node } from '../tree.ts';

const BRACES = /\{\{-?[ \t]*([\p{L}_][\p{L}\p{N}_-]*)[ \t]*-?\}\}/gu;

export function tellDoubleBraces(collector: Collector, scope: Scope, node: Node): void {
  if (node.kind === 'list') for (const item of node.items) tellDoubleBraces(collector, scope, item);
  if (node.kind === 'map') for (const { value } of node.entries) tellDoubleBraces(collector, scope, value);
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || !node.value.includes('{{')) return;
  const { faults, declaration } = collector;
  for (const { 0: written, 1: name = '', index } of declaration.piece.text
    .slice(node.start, node.end)
    .matchAll(BRACES)) {
    if (scope.variable(name) === undefined) continue;
    const span = { start: node.start + index, end: node.start + index + written.length };
    const meant = `\${${name}}`;
    const message = `${code(written)} is not filled in here, only in templates: it is written as it stands`;
    const extras = { suggestion: `Did you mean ${code(meant)}?`, fix: replace(span, meant) };
    faults.push(faultAt(declaration.piece, span, 'double-braces', message, extras));
  }
}
