import { Injectable } from '@nestjs/common';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

/** Those of these members about whom somebody decides just now. */
export type AnswersAmong = (tx: Tx, memberIds: readonly string[]) => Promise<readonly string[]>;

/** Rooms in which applications are answered say here which are about to be. */
@Injectable()
export class PendingAnswers {
  readonly #among = new Map<string, AnswersAmong>();

  /** At the start of the process, once for each room. */
  register(room: string, among: AnswersAmong): void {
    assert(!this.#among.has(room), `the answers of ${room} are registered once`);
    this.#among.set(room, among);
  }

  async among(tx: Tx, memberIds: readonly string[]): Promise<ReadonlySet<string>> {
    const pending = new Set<string>();
    if (memberIds.length === 0) return pending;
    for (const among of this.#among.values()) {
      for (const id of await among(tx, memberIds)) pending.add(id);
    }
    return pending;
  }
}
