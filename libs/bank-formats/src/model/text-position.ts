/** Finds lines and columns in a text that is read piece by piece, each line end looked at once. */
export class TextPosition {
  #text = '';
  #line = 1;
  /** Where the present line begins in the text, and what of it came before the text. */
  #lineStart = 0;
  #charactersBefore = 0;
  #nextLineEnd = -1;
  /** Whether the text has surrogate pairs, which are one character each. */
  #pairs = false;

  /** Lets go of what was read, up to a place, and takes the text that follows from there on. */
  next(from: number, text: string): void {
    this.lineAt(from);
    this.#charactersBefore += this.#characters(from);
    this.#lineStart = 0;
    this.#text = text;
    this.#nextLineEnd = text.indexOf('\n');
    this.#pairs = /[\ud800-\udbff]/.test(text);
  }

  /** The line of a place, from 1. Places must be asked for in order. */
  lineAt(place: number): number {
    while (this.#nextLineEnd >= 0 && this.#nextLineEnd < place) {
      this.#line += 1;
      this.#lineStart = this.#nextLineEnd + 1;
      this.#charactersBefore = 0;
      this.#nextLineEnd = this.#text.indexOf('\n', this.#lineStart);
    }
    return this.#line;
  }

  /** The column of a place, from 1; a surrogate pair is one character. */
  columnAt(place: number): number {
    this.lineAt(place);
    return this.#charactersBefore + this.#characters(place) + 1;
  }

  /** Characters between the beginning of the present line and a place in it. */
  #characters(to: number): number {
    const units = to - this.#lineStart;
    if (!this.#pairs) return units;
    const text = this.#text.slice(this.#lineStart, to);
    return units - (text.match(/[\ud800-\udbff]/g)?.length ?? 0);
  }
}
