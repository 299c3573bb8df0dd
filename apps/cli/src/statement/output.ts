import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Writes text in large pieces and waits when the reader of the stream is slower. */
export class Output {
  readonly #stream: Writable;
  #text = '';

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  /** Adds text; returns a promise only when it is time to wait. */
  add(text: string): Promise<void> | null {
    this.#text += text;
    return this.#text.length > 65_536 ? this.flush() : null;
  }

  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (text !== '' && !this.#stream.write(text)) await once(this.#stream, 'drain');
  }
}

/** Text from a file as one line that cannot move the cursor or colour the screen. */
export function plain(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
