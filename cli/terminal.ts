// The terminal that a command speaks to: lines for people, one JSON document for programs, colours where they can be seen.
import { type Paint, palette } from './paint.ts';

/** A person sees no difference, and each write wakes whoever reads: a tenth of what an apply on ten hosts costs here. */
const TOLD_TOGETHER_MILLISECONDS = 20;

export type Streams = {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly errors: NodeJS.WriteStream;
  readonly environment: NodeJS.ProcessEnv;
};

export class Terminal {
  readonly #streams: Streams;
  readonly isJson: boolean;
  readonly isVerbose: boolean;
  /** For lines of `say`, and of `warn`. */
  readonly paint: Paint;
  readonly paintErrors: Paint;
  #status = '';
  /** What goes on, and is not written yet. */
  #told = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(streams: Streams, options: { readonly json: boolean; readonly verbose: boolean }) {
    this.#streams = streams;
    this.isJson = options.json;
    this.isVerbose = options.verbose;
    this.paint = palette(hasColours(streams.output, streams.environment));
    this.paintErrors = palette(hasColours(streams.errors, streams.environment));
    // Whoever reads us may go away (`| head`); a run on a host goes on all the same.
    for (const stream of [streams.output, streams.errors]) stream.on('error', () => undefined);
  }

  get streams(): Streams {
    return this.#streams;
  }

  /** Whether there is a person who sees questions and can answer them. */
  get canAsk(): boolean {
    return this.#streams.input.isTTY === true && this.#streams.errors.isTTY === true;
  }

  /** Lines for people; with --json nothing but the document goes to the output. */
  say(...lines: readonly string[]): void {
    if (!this.isJson) this.#write(this.#streams.output, lines);
  }

  /** Lines that must be seen even when the output is read by a program. */
  warn(...lines: readonly string[]): void {
    this.#write(this.#streams.errors, lines);
  }

  /** What goes on, for people who watch: never in the way of the JSON. It comes fast from many hosts, so it is gathered. */
  tell(...lines: readonly string[]): void {
    this.#told += asText(lines);
    this.#timer ??= setTimeout(() => this.flush(), TOLD_TOGETHER_MILLISECONDS);
  }

  /** Writes what was told so far; whatever else is written comes after it. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const told = this.#told;
    this.#told = '';
    if (told === '') return;
    this.#eraseStatus();
    (this.isJson ? this.#streams.errors : this.#streams.output).write(told);
  }

  document(value: object): void {
    this.flush();
    if (this.isJson) this.#streams.output.write(`${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** One line that is replaced by the next one; only on a terminal. */
  status(text: string): void {
    const { errors } = this.#streams;
    if (errors.isTTY !== true || text === this.#status) return;
    this.flush();
    const shown = harmless(text).slice(0, Math.max(0, (errors.columns || 80) - 1));
    errors.write(`\r\x1b[K${shown}`);
    this.#status = text;
  }

  get hasStatus(): boolean {
    return this.#streams.errors.isTTY === true;
  }

  clearStatus(): void {
    this.flush();
    this.#eraseStatus();
  }

  #eraseStatus(): void {
    if (this.#status !== '') this.#streams.errors.write('\r\x1b[K');
    this.#status = '';
  }

  #write(stream: NodeJS.WriteStream, lines: readonly string[]): void {
    this.clearStatus();
    if (lines.length > 0) stream.write(asText(lines));
  }
}

const asText = (lines: readonly string[]): string => lines.map((line) => `${harmless(line)}\n`).join('');

const ESCAPE = String.fromCharCode(27);
const COLOUR_OR_CONTROL = new RegExp(`${ESCAPE}\\[[\\d;]*m|[^\\P{Cc}\\n\\t]`, 'gu');

/** What hosts and files say is shown, and never obeyed: of control sequences, only colours reach the terminal. */
export const harmless = (line: string): string =>
  line.replaceAll(COLOUR_OR_CONTROL, (found) => (found.length > 1 ? found : '\uFFFD'));

/** The conventions of no-color.org and of Node: FORCE_COLOR wins over NO_COLOR, and both over what the stream is. */
export function hasColours(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
  const force = environment['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (environment['NO_COLOR']) return false;
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}
