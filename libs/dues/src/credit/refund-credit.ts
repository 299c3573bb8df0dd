import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import { Payouts, WaysToPay } from '@rochdale/payouts';
import { formatDecimal, newId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import { duesErrors } from '../dues.errors.js';
import { lockAskedCredit } from './asked-credit.js';
import type { AskedCredit } from './asked-credit.js';
import { creditStore } from './credit.store.js';
import { refundObligation } from './refund.js';
import { refundStore } from './refund.store.js';
import type { RefundRow } from './refund.store.js';

/**
 * A treasurer asks for a member's credit to be paid out. It is set aside at once, so that nothing
 * else uses it, and becomes an obligation that is released like any other.
 */
@Injectable()
export class RefundCredit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: MemberDirectory,
    private readonly chart: Chart,
    private readonly payouts: Payouts,
    private readonly ways: WaysToPay,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, DEBTOR_NOT_FOUND, CREDIT_SPENT,
   *   INVALID_REFUND of more than there is, or of what no account could pay
   */
  async execute(actor: Actor, input: AskedCredit): Promise<RefundRow> {
    permit(actor, 'dues-credit.refund');
    const { memberId, currency } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const amountMinor = await lockAskedCredit(tx, this.members, input, {
        code: 'INVALID_REFUND',
        message: 'At most the credit is paid out.',
      });
      await this.#requirePayable(tx, { currency, amountMinor });
      const id = newId();
      const payout = await this.payouts.request(tx, {
        obligation: { kind: refundObligation, id },
        payee: { kind: 'member', id: memberId },
        amountMinor,
        currency,
        debitAccountId: await this.chart.account(tx, 'member-credits', currency),
        memo: 'Dues paid too much',
        isPrivate: true,
      });
      const what = { id, memberId, amountMinor, currency, payoutId: payout.id };
      const refund = await refundStore.insert(tx, what);
      const move = { memberId, currency, amountMinor: -amountMinor, refundId: id };
      if (!(await creditStore.move(tx, { ...move, kind: 'refund' }))) {
        throw duesErrors.error('CREDIT_SPENT', 'There is less credit than that.', {
          path: ['amountMinor'],
        });
      }
      return refund;
    });
  }

  /** What no account could pay is refused here, before anybody has to release it. */
  async #requirePayable(
    tx: Tx,
    claimed: { readonly currency: string; readonly amountMinor: bigint },
  ): Promise<void> {
    const reason = await this.ways.unpayable(tx, claimed);
    if (reason === null) return;
    const amount = `${formatDecimal(claimed.amountMinor, claimed.currency)} ${claimed.currency}`;
    throw reason === 'amount'
      ? duesErrors.error('INVALID_REFUND', `No account can pay ${amount} at once.`, {
          path: ['amountMinor'],
        })
      : duesErrors.error('INVALID_REFUND', `No account pays in ${claimed.currency}.`, {
          path: ['currency'],
        });
  }
}
