import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { lockAskedCredit } from './asked-credit.js';
import type { AskedCredit } from './asked-credit.js';
import type { CreditEntryRow, ShownCredit } from './credit.queries.js';
import { creditStore } from './credit.store.js';
import { ForgoneCredits } from './forgone-credits.js';

export interface WaiveCreditInput extends AskedCredit {
  /** Asked of a treasurer; a member owes no reason. */
  readonly reason?: string | null;
  /** Given only as long as it is what its member saw. */
  readonly shown?: Pick<ShownCredit, 'balanceMinor' | 'movements'>;
}

/**
 * A member gives their credit to the co-operative, or a treasurer says with a reason that they did,
 * or that it cannot be paid to anybody: it keeps nobody from being erased any more.
 */
@Injectable()
export class WaiveCredit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: MemberDirectory,
    private readonly forgone: ForgoneCredits,
  ) {}

  /**
   * @returns the movement of credit
   * @throws CodedError FORBIDDEN, DEBTOR_NOT_FOUND, CREDIT_SPENT where there is none,
   *   INVALID_CREDIT_GIFT of more than there is, of what is not as it was shown, or
   *   without a treasurer's reason
   */
  async execute(actor: Actor, input: WaiveCreditInput): Promise<CreditEntryRow> {
    const { memberId, currency } = input;
    const isOwn = memberId === actor.memberId;
    permit(actor, isOwn ? 'dues-credit.waive-own' : 'dues-credit.waive');
    const because = input.reason?.trim() ?? '';
    return this.unitOfWork.run(actor, async (tx) => {
      const amountMinor = await lockAskedCredit(tx, this.members, input, {
        code: 'INVALID_CREDIT_GIFT',
        message: 'At most the credit is given.',
      });
      await requireAsShown(tx, input, amountMinor);
      if (because.length > 500 || (!isOwn && because === '')) {
        throw duesErrors.error('INVALID_CREDIT_GIFT', 'Say why, in 1 to 500 characters.', {
          path: ['reason'],
        });
      }
      return this.forgone.forgo(tx, {
        memberId,
        currency,
        amountMinor,
        by: isOwn ? 'member' : 'treasurer',
        because: because === '' ? null : because,
      });
    });
  }
}

/** Asked once it is locked. All of it is given; what came and went in between is another's sum. */
async function requireAsShown(
  tx: Tx,
  { memberId, currency, shown }: WaiveCreditInput,
  amountMinor: bigint,
): Promise<void> {
  if (shown === undefined) return;
  const movements = await creditStore.movements(tx, memberId, currency);
  if (shown.balanceMinor === amountMinor && shown.movements === movements) return;
  throw duesErrors.error('INVALID_CREDIT_GIFT', 'The credit is not what it was.', {
    path: ['shown'],
    data: { balanceMinor: amountMinor.toString() },
  });
}
