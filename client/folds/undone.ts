// How a run, or a part of one, is called that was taken back. Pure: it may not import vscode, nor know what was in it.
import { say } from './spoken.ts';

/** As the engine writes it (engine/record.ts). */
const PART = '/partly';

const split = (undoes: string): { readonly run: string; readonly isPart: boolean } =>
  undoes.endsWith(PART) ? { run: undoes.slice(0, -PART.length), isPart: true } : { run: undoes, isPart: false };

/** `20261121t15-a1`, or `a part of 20261121t15-a1`. */
export function undoneText(undoes: string): string {
  const { run, isPart } = split(undoes);
  return isPart ? say`a part of ${run}` : run;
}

/** The same in a sentence: `the run 20261121t15-a1`. */
export function undoneRunText(undoes: string): string {
  const { run, isPart } = split(undoes);
  return isPart ? say`a part of the run ${run}` : say`the run ${run}`;
}
