import { permit } from '@rochdale/platform';
import type { Actor, Tx, UnitOfWork } from '@rochdale/platform';
import { applicationStore } from '../application/application.store.js';
import { memberStore } from '../member/member.store.js';
import type { MemberRow } from '../member/member.store.js';
import { holdStanding } from '../member/standing-lock.js';
import { StandingChanged } from '../membership.events.js';
import { endTermsOf } from '../role/roles.js';
import { standingChangeStore } from '../standing/standing-change.store.js';
import { eraseInTx } from './erasing.js';
import type { Acquainted } from './erasing.js';
import type { ErasureList } from './erasure-list.js';
import type { ErasureRow } from './erasure.store.js';

/**
 * Erases those again whom a restored back-up brought back. Whatever the back-up says of them, that
 * they belong, hold an office or are owed something: they had left and were done with.
 */
export class ReplayErasures {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly acquainted: Acquainted,
    private readonly list: ErasureList,
  ) {}

  /**
   * How many were erased again; done again it is none.
   *
   * @throws CodedError FORBIDDEN unless the system asks, UNAVAILABLE
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'member.forget');
    let again = 0;
    for (const erasure of await this.list.read(actor.cooperativeId ?? '')) {
      const isAgain = await this.unitOfWork.run(actor, (tx) => this.#replay(tx, erasure));
      if (isAgain) again += 1;
    }
    return again;
  }

  async #replay(tx: Tx, { memberId, erasedAt }: ErasureRow): Promise<boolean> {
    await holdStanding(tx, memberId);
    const open = await applicationStore.lockOpen(tx, memberId);
    const member = await memberStore.lock(tx, memberId);
    if (member === null || member.erasedAt !== null) return false;
    if (open !== null) await applicationStore.decide(tx, open.id, 'withdrawn', null);
    await eraseInTx(tx, this.acquainted, await leftAgain(tx, member), erasedAt);
    return true;
  }
}

async function leftAgain(tx: Tx, member: MemberRow): Promise<MemberRow> {
  const { id, standing: from } = member;
  if (from === 'left' || from === 'expelled') return member;
  await endTermsOf(tx, id);
  const move = { from, to: 'left' } as const;
  const moved = await memberStore.setStanding(tx, id, move);
  await standingChangeStore.insert(tx, { memberId: id, ...move, reason: 'other', note: null });
  tx.announce(StandingChanged.of(id, { memberId: id, ...move, reason: 'other' }));
  return moved;
}
