// Bytes become lines. Only those that carry the marker of the session are ours; what a banner or a noisy profile prints
// is told apart, however long it is.

/** The longest line that is kept: a record of a run travels as one. */
const LINE_BYTES_LIMIT = 64 * 1_048_576;
const LINE_END = 10;

export class MarkedLines {
  readonly #mark: Buffer;
  readonly #onLine: (line: string) => void;
  readonly #onOther: (line: Buffer) => void;
  #pieces: Buffer[] = [];
  #length = 0;

  constructor(marker: string, onLine: (line: string) => void, onOther: (line: Buffer) => void) {
    this.#mark = Buffer.from(`${marker} `);
    this.#onLine = onLine;
    this.#onOther = onOther;
  }

  push(bytes: Buffer): void {
    let start = 0;
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
      this.#keep(bytes.subarray(start, end));
      this.#finish();
      start = end + 1;
    }
    this.#keep(bytes.subarray(start));
  }

  #keep(piece: Buffer): void {
    if (piece.length === 0 || this.#length > LINE_BYTES_LIMIT) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  #finish(): void {
    const line = this.#pieces.length === 1 ? (this.#pieces[0] as Buffer) : Buffer.concat(this.#pieces);
    const isTooLong = this.#length > LINE_BYTES_LIMIT;
    this.#pieces = [];
    this.#length = 0;
    if (isTooLong) return;
    if (line.subarray(0, this.#mark.length).equals(this.#mark)) this.#onLine(line.toString('utf8', this.#mark.length));
    else this.#onOther(line);
  }
}
