import type { Election } from '../model/election.js';
import type { TallyErrorCode } from '../model/errors.js';
import { TallyError } from '../model/errors.js';
import type { ReadContext, StreamReader } from './file-format.js';
import { LineSplitter } from './line-splitter.js';

/** Reads a text file line by line; a format says what a line means and what is made of it all. */
export abstract class TextReader implements StreamReader {
  protected readonly context: ReadContext;
  readonly #lines: LineSplitter;

  constructor(context: ReadContext) {
    this.context = context;
    this.#lines = new LineSplitter(context, (bytes, start, end) => {
      this.readLine(this.#lines.text(bytes.subarray(start, end)));
    });
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  end(): Election {
    this.#lines.end();
    try {
      return this.finish();
    } catch (error) {
      if (!(error instanceof TallyError) || error.position.file !== undefined) throw error;
      throw new TallyError(error.code, error.message, { file: this.context.file, line: 1 });
    }
  }

  /** The number of the line in hand, from 1. */
  protected get line(): number {
    return this.#lines.line;
  }

  /** What had to be assumed to read the text. */
  protected get textNotes(): readonly string[] {
    return this.#lines.notes;
  }

  protected abstract readLine(line: string): void;

  protected abstract finish(): Election;

  /** Refuses the line in hand, or another. */
  protected refuse(code: TallyErrorCode, message: string, column = 1, line = this.line): never {
    throw new TallyError(code, message, { file: this.context.file, line, column });
  }
}
