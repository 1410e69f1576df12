// The text of a file as a thing that is only read: what `line`, `block` and the like make their new content from. It
// never leaves the plan: runs and records know the file as a path, by its sum. The shell is in text.sh.
import { type JsonObject, type Probe, quote, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { textLibrary } from './shell.generated.ts';

/** Larger files are not edited by parts of them: all of it would travel with every plan. */
export const TEXT_LIMIT_BYTES = 1_048_576;

export type TextState =
  | { readonly is: 'absent' }
  | { readonly is: 'text'; readonly text: string }
  /** A folder, a device, something that may not be read. */
  | { readonly is: 'no-text' }
  | { readonly is: 'too-large' };

const LINE_END = '\u001e';

export const textProbe = (path: string): Probe => ({ type: 'text', at: path });
export const textId = (path: string): ThingId => thingId(textProbe(path));

export function textIn(state: State, path: string): TextState {
  const value = state[textId(path)];
  if (!value) throw new Error(`the text of ${path} was not read`);
  return value as TextState;
}

function parseText(answer: string): TextState | undefined {
  if (answer === 'absent' || answer === 'no-text' || answer === 'too-large') return { is: answer };
  if (!answer.startsWith('text:')) return undefined;
  return { is: 'text', text: answer.slice('text:'.length).replaceAll(LINE_END, '\n') };
}

export const textThing: ThingType = {
  type: 'text',
  library: textLibrary,
  ask: (texts) => texts.map(({ index, at }) => `v_text_of ${index} ${quote(at)} ${TEXT_LIMIT_BYTES}`).join('\n'),
  parse: parseText,
  print: (state: JsonObject) => {
    const known = state as TextState;
    return known.is === 'text' ? `text:${known.text.replaceAll('\n', LINE_END)}` : known.is;
  },
  needs: () => [],
  differences: () => [],
};
