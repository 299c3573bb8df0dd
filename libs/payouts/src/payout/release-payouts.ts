import { Injectable } from '@nestjs/common';
import { BankAccounts } from '@rochdale/banking';
import type { BankAccountRow } from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import { assert, permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { Payees } from '../payee/payees.js';
import { payeeDetailsStore } from '../payee/payee-details.store.js';
import { payoutsErrors } from '../payouts.errors.js';
import { PayoutReleased } from '../payouts.events.js';
import type { Rail, Transfer } from '../rail/rail.js';
import { Rails } from '../rail/rails.js';
import { factOf } from './payout-facts.js';
import { frozenHash, transition } from './payout.js';
import { payoutStore } from './payout.store.js';
import type { PayoutRow } from './payout.store.js';
import { checkDestination, checkRelease, usableDetails } from './release-rules.js';
import { termsOf, Transfers } from './transfers.js';

export interface ReleasePayoutsInput {
  readonly payoutIds: readonly string[];
  readonly bankAccountId: string;
}

const atMost = 200;

/**
 * A treasurer lets approved payouts go: the money is reserved in the books and the rail of the bank
 * account is asked to carry them out. All of them, or none.
 */
@Injectable()
export class ReleasePayouts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
    private readonly accounts: BankAccounts,
    private readonly rails: Rails,
    private readonly transfers: Transfers,
    private readonly payees: Payees,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, INVALID_INPUT unless they are 1 to 200, PAYOUT_NOT_FOUND,
   *   PAYOUT_STATE, PAYOUT_OWN, PAYEE_UNKNOWN, WRONG_CURRENCY, SECOND_PERSON_REQUIRED,
   *   PAYEE_DETAILS_MISSING, PAYEE_DETAILS_COOLING_OFF, PAYEE_DETAILS_CHANGED,
   *   PAYEE_DETAILS_UNPAYABLE, BANK_ACCOUNT_NOT_FOUND, RAIL_UNAVAILABLE,
   *   FLOOR_BREACHED when the account does not have the money
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
        throw payoutsErrors.error('PAYOUT_NOT_FOUND', 'There is no such payout.', {
          path: ['payoutIds'],
        });
      }
      const payees = payouts.map(({ payeeKind: kind, payeeId: id }) => ({ kind, id }));
      await this.payees.require(tx, payees, ['payoutIds']);
      const { secondPersonReleases } = await this.accounts.settings(tx);
      const transfers: Transfer[] = [];
      for (const payout of payouts) {
        checkRelease(payout, { by: tx.actor, currency: account.currency, secondPersonReleases });
        assertFrozen(payout);
        transfers.push(await this.#reserve(tx, payout, account, rail));
      }
      await rail.order(tx, transfers, account);
      return payoutStore.lock(tx, ids);
    });
  }

  async #reserve(
    tx: Tx,
    payout: PayoutRow,
    account: BankAccountRow,
    rail: Rail,
  ): Promise<Transfer> {
    const current = await payeeDetailsStore.current(tx, payout.payeeKind, payout.payeeId);
    const details = usableDetails(payout.id, current, tx.now);
    const transfer = {
      ...termsOf(payout),
      payoutId: payout.id,
      payee: this.transfers.open(details),
    };
    if (details.id !== payout.destinationId) {
      checkDestination(payout.id, await this.transfers.approved(tx, payout), transfer.payee);
    }
    const refusal = rail.refusal(account, transfer.payee, transfer);
    if (refusal !== null) {
      // Refused here, where the treasurer can still leave it out.
      throw payoutsErrors.error(
        'PAYEE_DETAILS_UNPAYABLE',
        'This account cannot pay to the payee’s bank details.',
        { data: { payoutId: payout.id, refusal } },
      );
    }
    const hold = await this.ledger.hold(tx, {
      accountId: account.ledgerAccountId,
      amountMinor: payout.amountMinor,
      idempotencyKey: `payout:${payout.id}:hold`,
      source: { kind: 'payout', id: payout.id },
    });
    await payoutStore.change(tx, payout, transition(payout.state, 'reserved'), {
      bankAccountId: account.id,
      payeeDetailsId: details.id,
      holdId: hold.id,
      releasedByAccountId: tx.actor.accountId,
    });
    tx.announce(factOf(PayoutReleased, payout));
    return transfer;
  }
}

/** The row is what was approved, to the letter: else somebody reached around the rules. */
function assertFrozen(payout: PayoutRow): void {
  const { obligationKind, obligationId, payeeKind, payeeId } = payout;
  const { amountMinor, currency, debitAccountId, destinationId } = payout;
  const hash = frozenHash({
    obligation: { kind: obligationKind, id: obligationId },
    payee: { kind: payeeKind, id: payeeId },
    amountMinor,
    currency,
    debitAccountId,
    destinationId,
  });
  assert(payout.frozenHash === hash, 'a payout is what was approved');
}
