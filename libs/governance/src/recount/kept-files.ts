import type { ReceiptFinding } from './check-file.js';

/** What strangers are told of a decided vote, composed. */
export interface KeptFile {
  readonly text: string;
  /** Where each receipt stands that the vote gave out. */
  readonly findings: ReadonlyMap<string, ReceiptFinding>;
}

interface Kept extends KeptFile {
  readonly mark: string;
}

/** What a receipt weighs beside the text, in characters. */
const perReceipt = 100;

const lengthOf = ({ text, findings }: KeptFile): number => text.length + findings.size * perReceipt;

/**
 * Files that anybody may ask for, as often as they like: composing one reads the whole electorate
 * and every ballot. The last that were asked for are kept, as many as have room together. One whose
 * title went with an erasure is told no more, by its mark; its text stays in this process’s memory
 * until that vote is asked for again, others need the room, or the process ends.
 */
export class KeptFiles {
  readonly #kept = new Map<string, Kept>();
  #length = 0;

  /** @param most characters, of all of them together */
  constructor(private readonly most = 32_000_000) {}

  /**
   * The file of a vote; made where none is kept, or one of a vote that was another then.
   *
   * @param mark of all that it is made from, and that may still change
   */
  async of(id: string, mark: string, make: () => Promise<KeptFile>): Promise<KeptFile> {
    const known = this.#kept.get(id);
    const file = known?.mark === mark ? known : { ...(await make()), mark };
    this.#drop(id);
    this.#kept.set(id, file);
    this.#length += lengthOf(file);
    for (const oldest of this.#kept.keys()) {
      if (this.#length <= this.most) break;
      this.#drop(oldest);
    }
    return file;
  }

  #drop(id: string): void {
    const known = this.#kept.get(id);
    if (known === undefined) return;
    this.#kept.delete(id);
    this.#length -= lengthOf(known);
  }
}
