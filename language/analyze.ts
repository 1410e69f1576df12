// Reads one declaration, whatever it is: what is wrong with it, what it names and claims, what the project gets of it.
import { type Analysis, Collector } from './analysis.ts';
import { analyzeCheck, analyzeData } from './analyze/data.ts';
import { analyzeGroup } from './analyze/group.ts';
import { analyzeHost } from './analyze/host.ts';
import { analyzeKey, analyzeRoot } from './analyze/key.ts';
import { analyzeResource } from './analyze/resource.ts';
import { analyzeSingle } from './analyze/single.ts';
import { analyzeVariable } from './analyze/variable.ts';
import type { Declaration, Kind } from './declaration.ts';
import type { Fault } from './fault.ts';
import type { Scope } from './scope.ts';
import { lineAt } from './text.ts';

export type Analyzer = (collector: Collector, scope: Scope) => void;

const ANALYZERS: { readonly [kind in Kind]: Analyzer } = {
  root: analyzeRoot,
  key: analyzeKey,
  single: analyzeSingle,
  variable: analyzeVariable,
  host: analyzeHost,
  group: analyzeGroup,
  resource: analyzeResource,
  data: analyzeData,
  check: analyzeCheck,
};

export function analyze(declaration: Declaration, scope: Scope): Analysis {
  const collector = new Collector(declaration);
  ANALYZERS[declaration.kind](collector, scope);
  return { ...collector, faults: once(withoutEchoes(declaration, collector.faults)) };
}

/** A field may be read for more than one reason: what is wrong with it is told once. */
function once(faults: readonly Fault[]): readonly Fault[] {
  if (faults.length < 2) return faults;
  const told = new Set<string>();
  return faults.filter(({ code, start, end, message }) => {
    const size = told.size;
    return told.add(`${code} ${start} ${end} ${message}`).size > size;
  });
}

/** Drops what is only an echo of broken text: the mistake in the syntax is what the user has to mend. */
function withoutEchoes({ piece }: Declaration, faults: readonly Fault[]): readonly Fault[] {
  const { brokenAt, faults: syntax } = piece.parsed;
  if (syntax.length === 0) return faults;
  const soundUntil = brokenAt === undefined ? piece.text.length + 1 : lineAt(piece, brokenAt).start;
  return faults.filter((fault) => {
    if (syntax.some((wrong) => wrong.start < fault.end && fault.start < wrong.end)) return false;
    return brokenAt === undefined || (fault.end <= soundUntil && fault.code !== 'missing-field');
  });
}
