// Tells what is understood and carried out by nothing yet: better said while it is typed than found out on a host.

import type { JsonObject } from '../../modules/contract.ts';
import type { Collector } from '../analysis.ts';
import type { Sort } from '../catalog.ts';
import { faultAt } from '../fault.ts';
import { type Form, fieldIn } from '../form.ts';
import { code } from '../sentences.ts';
import { entriesOf } from '../tree.ts';

export function tellNotYet({ declaration, faults }: Collector, { name }: Sort): void {
  const message = `${code(name)} is understood, but this version of viki does not carry it out`;
  const suggestion = 'It is left out of plans; everything else is planned.';
  faults.push(
    faultAt(declaration.piece, declaration.entry.key, 'not-yet', message, { severity: 'information', suggestion }),
  );
}

/** Fields, or values of fields, that nothing carries out. */
export function tellNotYetFields({ declaration, faults }: Collector, form: Form, value: JsonObject): void {
  for (const { key } of entriesOf(declaration.entry.value)) {
    const notYet = fieldIn(form, key.name)?.notYet;
    const given = value[key.name];
    const isNotYet = notYet === true || (typeof given === 'string' && notYet?.includes(given));
    if (!isNotYet) continue;
    const what = notYet === true ? code(key.name) : code(`${key.name}: ${String(given)}`);
    const message = `${what} is understood, but this version of viki does not carry it out`;
    const suggestion = `${code(declaration.name)} is left out of plans; everything else is planned.`;
    faults.push(faultAt(declaration.piece, key, 'not-yet', message, { severity: 'information', suggestion }));
  }
}

/** Of kinds that can say when their work is done: one that does not would do it again with every apply. */
export function tellNeverDone({ declaration, faults }: Collector, { form }: Sort): void {
  const { entry, piece, name } = declaration;
  if (fieldIn(form, 'check') === undefined || fieldIn(form, 'creates') === undefined) return;
  const given = new Set(entriesOf(entry.value).map(({ key }) => key.name));
  if (['check', 'creates', 'run_on', 'restart_on'].some((field) => given.has(field))) return;
  const suggestion = 'Add `check: ...`, `creates: ...`, or `run_on: ...`.';
  const message = `Nothing tells when ${code(name)} has done its work, so that every apply would run it again`;
  faults.push(faultAt(piece, entry.key, 'never-idempotent', message, { suggestion }));
}
