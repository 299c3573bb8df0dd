import { Injectable } from '@nestjs/common';
import { Offices } from '@rochdale/banking';
import { assert, dayOf, permit, Turns, UnitOfWork } from '@rochdale/platform';
import type { Actor, Fact, Tx } from '@rochdale/platform';
import { lateTogether, lateWhenReleasedBy } from '../payout/lateness.js';
import type { LateTogether } from '../payout/lateness.js';
import { payoutStore } from '../payout/payout.store.js';
import { PayoutsLate } from '../payouts.events.js';

/**
 * Tells treasurers of payouts that should have been debited and were not: somebody forgot to take
 * the file to the bank, or the bank its answer. Each is told of once, those of a file together.
 */
@Injectable()
export class TellLatePayouts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly offices: Offices,
  ) {}

  /**
   * One of which it cannot tell keeps none of the others.
   *
   * @returns how many it told of
   * @throws CodedError FORBIDDEN; Error of those of which it could not, after the others
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'payout.process');
    const late = await this.unitOfWork.read(actor, (tx) =>
      payoutStore.lateUntold(tx, lateWhenReleasedBy(tx.now)),
    );
    const turns = new Turns();
    const told = await turns.each(lateTogether(late), ({ payoutIds }) =>
      this.unitOfWork.run(actor, (tx) => this.#tell(tx, payoutIds)),
    );
    turns.end();
    return told;
  }

  async #tell(tx: Tx, payoutIds: readonly string[]): Promise<number> {
    const late = await payoutStore.tellLate(tx, lateWhenReleasedBy(tx.now), payoutIds);
    const treasurerMemberIds = [...(await this.offices.holders(tx, 'treasurer'))];
    const timeZone = await tx.timeZone();
    for (const group of lateTogether(late)) {
      tx.announce(factOf(group, timeZone, treasurerMemberIds));
    }
    return late.length;
  }
}

function factOf(group: LateTogether, timeZone: string, treasurerMemberIds: string[]): Fact {
  const { payoutIds, paymentFileId, amountMinor, currency, releasedAt } = group;
  const [first] = payoutIds;
  assert(first !== undefined && releasedAt !== null, 'what is late was released');
  const subject =
    paymentFileId === null
      ? ({ kind: 'payout', id: first } as const)
      : ({ kind: 'payment-file', id: paymentFileId } as const);
  return PayoutsLate.of(subject, {
    payoutIds: [...payoutIds],
    paymentFileId,
    releasedOn: dayOf(releasedAt, timeZone),
    amountMinor: amountMinor.toString(),
    currency,
    treasurerMemberIds,
  });
}
