import { permit } from '@rochdale/platform';
import type { Actor, CodedError, Tx, UnitOfWork } from '@rochdale/platform';
import { applicationStore } from '../application/application.store.js';
import { memberStore } from '../member/member.store.js';
import type { MemberRow } from '../member/member.store.js';
import type { OpenAffairs } from '../member/open-affairs.js';
import { holdStanding } from '../member/standing-lock.js';
import { StandingChanged } from '../membership.events.js';
import { endTermsOf } from '../role/roles.js';
import { standingChangeStore } from '../standing/standing-change.store.js';
import { alsoRemoveTexts, eraseInTx, holdOwner } from './erasing.js';
import type { Acquainted } from './erasing.js';
import type { ErasureList, PassBy } from './erasure-list.js';
import type { ErasureRow } from './erasure.store.js';

/** Is told of a member who was erased, now or by an earlier run, and of what is open with them. */
type TellOpen = (memberId: string, open: CodedError) => void;

/**
 * Erases those again whom a restored back-up brought back. Whatever the back-up says of them, that
 * they belong, hold an office or are owed something: they had left and were done with.
 */
export class ReplayErasures {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly acquainted: Acquainted,
    private readonly list: ErasureList,
    private readonly affairs: OpenAffairs,
  ) {}

  /**
   * How many were erased again; done again it is none. All that a back-up says is still open with
   * one of them goes to `tell`, one by one and in each run until it is settled: it was settled
   * since, and nobody is left to settle it with. Who stands in a file that goes to `passBy` is not
   * erased again.
   *
   * @throws CodedError FORBIDDEN unless the system asks, UNAVAILABLE
   */
  async execute(
    actor: Actor,
    tell: TellOpen = () => undefined,
    passBy: PassBy = () => undefined,
  ): Promise<number> {
    permit(actor, 'member.forget');
    let again = 0;
    const asked = new Set(await this.list.askedAccountIds());
    for (const erasure of await this.list.read(actor.cooperativeId ?? '', passBy)) {
      const isAsked = erasure.accountId !== null && asked.has(erasure.accountId);
      const replayed = await this.unitOfWork.run(actor, (tx) =>
        this.#replay(tx, { ...erasure, isAsked }),
      );
      if (replayed.isAgain) again += 1;
      for (const open of replayed.open) tell(erasure.memberId, open);
    }
    return again;
  }

  async #replay(
    tx: Tx,
    { memberId, accountId, erasedAt, removesTexts, isAsked }: ErasureRow & { isAsked: boolean },
  ): Promise<{ readonly isAgain: boolean; readonly open: readonly CodedError[] }> {
    await holdStanding(tx, memberId);
    await holdOwner(tx, this.acquainted.accounts, memberId);
    const open = await applicationStore.lockOpen(tx, memberId);
    const member = await memberStore.lock(tx, memberId);
    if (member === null) return { isAgain: false, open: [] };
    const affairs = await this.affairs.allOf(tx, memberId);
    if (member.erasedAt !== null) {
      // The back-up was made in between.
      if (removesTexts) await alsoRemoveTexts(tx, memberId);
      return { isAgain: false, open: affairs };
    }
    if (open !== null) await applicationStore.decide(tx, open.id, 'withdrawn', null);
    const before = { keepsAccount: accountId === null, erasedAt };
    const how = { removesTexts, isAsked, before };
    await eraseInTx(tx, this.acquainted, await leftAgain(tx, member), how);
    return { isAgain: true, open: affairs };
  }
}

async function leftAgain(tx: Tx, member: MemberRow): Promise<MemberRow> {
  const { id, standing: from } = member;
  if (from === 'left' || from === 'expelled') return member;
  await endTermsOf(tx, id);
  const move = { from, to: 'left' } as const;
  const moved = await memberStore.setStanding(tx, id, move);
  // They had themselves erased, and nobody else: an appeal that waits again holds no such thing.
  const theirs = { memberId: id, ...move, reason: 'other', note: null, by: id } as const;
  await standingChangeStore.insert(tx, theirs);
  tx.announce(StandingChanged.of(id, { memberId: id, ...move, reason: 'other' }));
  return moved;
}
