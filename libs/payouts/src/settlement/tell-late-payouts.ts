import { Injectable } from '@nestjs/common';
import { Offices } from '@rochdale/banking';
import { assert, dayOf, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Fact } from '@rochdale/platform';
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

  /** @returns how many it told of. @throws CodedError FORBIDDEN */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'payout.process');
    return this.unitOfWork.run(actor, async (tx) => {
      const late = await payoutStore.tellLate(tx, lateWhenReleasedBy(tx.now));
      if (late.length === 0) return 0;
      const treasurerMemberIds = [...(await this.offices.holders(tx, 'treasurer'))];
      const timeZone = await tx.timeZone();
      for (const group of lateTogether(late)) {
        tx.announce(factOf(group, timeZone, treasurerMemberIds));
      }
      return late.length;
    });
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
