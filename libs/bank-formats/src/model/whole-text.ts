import { BankFormatError } from './bank-format.errors.js';

const fileMaxChars = 64 * 1024 * 1024;

/** The text of a file that can be made sense of only as a whole, gathered in bounded memory. */
export class WholeText {
  readonly #pieces: string[] = [];
  #chars = 0;

  /** @param format its name, for people: `CSV`. */
  constructor(private readonly format: string) {}

  /** @throws BankFormatError `too-large` beyond 64 million characters */
  write(text: string): void {
    this.#chars += text.length;
    if (this.#chars > fileMaxChars) {
      const message = `a ${this.format} file of more than 64 million characters`;
      throw new BankFormatError('too-large', message);
    }
    this.#pieces.push(text);
  }

  /** @throws BankFormatError `nul-character`, with its line */
  end(): string {
    const text = this.#pieces.join('');
    const nul = text.indexOf('\0');
    if (nul !== -1) {
      const line = text.slice(0, nul).split('\n').length;
      throw new BankFormatError('nul-character', 'a NUL character', { line });
    }
    return text;
  }
}
