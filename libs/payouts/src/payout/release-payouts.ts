import { Injectable } from '@nestjs/common';
import { BankAccounts, Offices } from '@rochdale/banking';
import {
  CodedError,
  permit,
  platformErrors,
  shownIds,
  toGlobalId,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { Payees } from '../payee/payees.js';
import { payoutsErrors } from '../payouts.errors.js';
import type { Transfer } from '../rail/rail.js';
import { Rails } from '../rail/rails.js';
import { payoutStore } from './payout.store.js';
import type { PayoutRow } from './payout.store.js';
import { checkRelease } from './release-rules.js';
import { Reservation } from './reservation.js';

export interface ReleasePayoutsInput {
  readonly payoutIds: readonly string[];
  readonly bankAccountId: string;
}

const atMost = 200;

/**
 * A treasurer, or for the only one an administrator, lets approved payouts go: the money is
 * reserved in the books and the rail of the bank account is asked to carry them out. All of them,
 * or none.
 */
@Injectable()
export class ReleasePayouts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: BankAccounts,
    private readonly rails: Rails,
    private readonly payees: Payees,
    private readonly offices: Offices,
    private readonly reservation: Reservation,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, INVALID_INPUT unless they are 1 to 200, PAYOUT_NOT_FOUND,
   *   PAYOUT_STATE, PAYOUT_OWN, PAYOUT_FOR_TREASURER, PAYEE_UNKNOWN, WRONG_CURRENCY,
   *   SECOND_PERSON_REQUIRED, PAYEE_DETAILS_MISSING, PAYEE_DETAILS_COOLING_OFF,
   *   PAYEE_DETAILS_CHANGED, PAYEE_DETAILS_UNPAYABLE, PAYEE_DETAILS_UNREADABLE,
   *   BANK_ACCOUNT_NOT_FOUND, RAIL_UNAVAILABLE, FLOOR_BREACHED when the account does not have the
   *   money; each names its payout
   */
  async execute(actor: Actor, input: ReleasePayoutsInput): Promise<PayoutRow[]> {
    permit(actor, 'payout.release');
    const ids = [...new Set(input.payoutIds)].toSorted();
    if (ids.length === 0 || ids.length > atMost) {
      throw platformErrors.error('INVALID_INPUT', `Release 1 to ${atMost} payouts at once.`, {
        path: ['payoutIds'],
      });
    }
    return this.unitOfWork.run(actor, async (tx) => {
      const account = await this.accounts.require(tx, input.bankAccountId);
      const rail = this.rails.require(account.rail);
      const payouts = await payoutStore.lock(tx, ids);
      if (payouts.length !== ids.length) {
        const there = new Set(payouts.map(({ id }) => id));
        const payoutId = ids.find((id) => !there.has(id)) ?? '';
        throw payoutsErrors.error('PAYOUT_NOT_FOUND', 'There is no such payout.', {
          path: placeOf(input, payoutId),
          data: { payoutId },
        });
      }
      requireUnreleased(payouts, input);
      const payees = payouts.map(({ payeeKind: kind, payeeId: id }) => ({ kind, id }));
      await this.payees.require(tx, payees, ['payoutIds']);
      const { secondPersonReleases } = await this.accounts.settings(tx);
      const treasurers = await this.offices.holders(tx, 'treasurer');
      const { currency } = account;
      const release = { by: tx.actor, currency, secondPersonReleases, treasurers };
      const transfers: Transfer[] = [];
      for (const payout of payouts) {
        try {
          checkRelease(payout, release);
          transfers.push(await this.reservation.reserve(tx, payout, account, rail));
        } catch (error) {
          throw refusalOf(error, input, payout.id);
        }
      }
      await rail.order(tx, transfers, account);
      return payoutStore.lock(tx, ids);
    });
  }
}

const placeOf = ({ payoutIds }: ReleasePayoutsInput, payoutId: string): readonly string[] => [
  'payoutIds',
  String(payoutIds.indexOf(payoutId)),
];

/**
 * Of a batch that was put together some time ago several may be cancelled since, or on their way:
 * all of them are named, so that the others can go.
 *
 * @throws CodedError PAYOUT_STATE
 */
function requireUnreleased(payouts: readonly PayoutRow[], input: ReleasePayoutsInput): void {
  const gone = payouts.filter(({ state }) => state !== 'approved');
  const [first] = gone;
  if (first === undefined) return;
  const names = gone.map(({ id, state }) => `${toGlobalId('Payout', id)} is ${state}`);
  throw payoutsErrors.error('PAYOUT_STATE', `These are not to be released: ${names.join(', ')}.`, {
    path: placeOf(input, first.id),
    data: {
      payoutId: first.id,
      state: first.state,
      payouts: shownIds(
        'Payout',
        gone.map(({ id }) => id),
      ),
    },
  });
}

/** A batch is refused for one of them: whoever asked is told which to leave out. */
function refusalOf(error: unknown, input: ReleasePayoutsInput, payoutId: string): unknown {
  if (!(error instanceof CodedError)) return error;
  const { code, kind, message, details } = error;
  const path = code === 'FLOOR_BREACHED' ? ['bankAccountId'] : placeOf(input, payoutId);
  const data = { ...details.data, payoutId };
  return new CodedError(code, kind, message, { ...details, path, data });
}
