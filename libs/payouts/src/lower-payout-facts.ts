import { Injectable } from '@nestjs/common';
import {
  lowerFactsOf,
  permit,
  Postponed,
  sql,
  UnitOfWork,
  untoldSubjects,
} from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';

/** Feeds ask for what they are told of; a receiver that takes nothing is given up after a day. */
const toldAfterMs = 60_000;

const hold = sql(
  'payouts.hold-private-payout',
  `select id from payments.payouts where cooperative_id = $1 and id = $2 and is_private for update`,
);

/**
 * What was told of these payouts, which are private and held, is told to clerks alone from now on:
 * of those of which everybody was told what became of them. Returns the others: who heard that a
 * payout was on its way would otherwise never hear that it settled.
 */
export async function lowerTold(tx: Tx, payoutIds: readonly string[]): Promise<string[]> {
  const untold = await untoldSubjects(tx, 'payout', payoutIds);
  await lowerFactsOf(
    tx,
    'payout',
    payoutIds.filter((id) => !untold.has(id)),
  );
  return [...untold];
}

/** What was told of a payout to an erased member is told to clerks alone, once others know. */
@Injectable()
export class LowerPayoutFacts {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError FORBIDDEN for everybody but the service itself
   * @throws Postponed as long as somebody is still to be told what became of it: a day at most for
   *   a receiver that takes nothing, which is given up then
   */
  async execute(actor: Actor, { payoutId }: { readonly payoutId: string }): Promise<void> {
    permit(actor, 'payout.process');
    const again = await this.unitOfWork.run(actor, async (tx) => {
      const held = await tx.rows<{ id: string }>(hold, [tx.cooperativeId, payoutId]);
      const untold = await lowerTold(
        tx,
        held.map(({ id }) => id),
      );
      return untold.length === 0 ? null : new Date(tx.now.getTime() + toldAfterMs);
    });
    if (again !== null) throw new Postponed(again);
  }
}
