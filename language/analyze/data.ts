// Reads what is only looked at (data) and what is looked at after an apply (checks).
import type { Collector } from '../analysis.ts';
import type { Scope } from '../scope.ts';

export function analyzeData(_collector: Collector, _scope: Scope): void {}

export function analyzeCheck(_collector: Collector, _scope: Scope): void {}
