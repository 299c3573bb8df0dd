import { Injectable } from '@nestjs/common';
import { assert, permit } from '@rochdale/platform';
import type { CodedError, Tx } from '@rochdale/platform';
import { memberStore } from './member.store.js';

/** By member what is under way with them and would be money to nobody, were they erased. */
export type AffairsAmong = (
  tx: Tx,
  memberIds: readonly string[],
) => Promise<ReadonlyMap<string, CodedError>>;

/** Rooms that owe members something say here whom the co-operative is not done with yet. */
@Injectable()
export class OpenAffairs {
  readonly #among = new Map<string, AffairsAmong>();
  readonly #waiting = new Set<string>();

  /**
   * At the start of the process, once for each room; with the codes of what is owed to a member
   * and waits until they say where it is paid.
   */
  register(room: string, among: AffairsAmong, waiting: readonly string[] = []): void {
    assert(!this.#among.has(room), `the affairs of ${room} are registered once`);
    this.#among.set(room, among);
    for (const code of waiting) this.#waiting.add(code);
  }

  /** Whether it goes on for ever unless the member says a word. */
  isWaiting(reason: CodedError): boolean {
    return this.#waiting.has(reason.code);
  }

  /** Everything that is under way with whoever asks, room by room. @throws CodedError FORBIDDEN */
  async ofOneself(tx: Tx): Promise<readonly CodedError[]> {
    permit(tx.actor, 'member.erase-own');
    const { memberId } = tx.actor;
    return memberId === null ? [] : this.#allOf(tx, memberId);
  }

  /**
   * Everything that is under way with a member, also with one who was erased, as where a back-up
   * brought back what was settled since. @throws CodedError FORBIDDEN unless the system asks
   */
  async allOf(tx: Tx, memberId: string): Promise<readonly CodedError[]> {
    permit(tx.actor, 'member.forget');
    return this.#allOf(tx, memberId);
  }

  async #allOf(tx: Tx, memberId: string): Promise<readonly CodedError[]> {
    const reasons = [];
    for (const room of [...this.#among.keys()].toSorted()) {
      const found = await this.#among.get(room)?.(tx, [memberId]);
      reasons.push(...(found?.values() ?? []));
    }
    return reasons;
  }

  /**
   * Why these members cannot be erased yet, by member: one reason of each, those of the rooms first
   * that come first by name. Who is erased already has none.
   *
   * @throws CodedError FORBIDDEN
   */
  async whyNotErase(
    tx: Tx,
    memberIds: readonly string[],
  ): Promise<ReadonlyMap<string, CodedError>> {
    const ownOnly = memberIds.every((id) => id === tx.actor.memberId);
    permit(tx.actor, ownOnly ? 'member.erase-own' : 'member.erase');
    const members = await memberStore.findMany(tx, memberIds);
    const ids = members.filter(({ erasedAt }) => erasedAt === null).map(({ id }) => id);
    const reasons = new Map<string, CodedError>();
    for (const room of [...this.#among.keys()].toSorted()) {
      const found = (await this.#among.get(room)?.(tx, ids)) ?? [];
      for (const [id, reason] of found) if (!reasons.has(id)) reasons.set(id, reason);
    }
    return reasons;
  }
}
