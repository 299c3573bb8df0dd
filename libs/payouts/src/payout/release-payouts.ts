import { Injectable } from '@nestjs/common';
import { BankAccounts } from '@rochdale/banking';
import type { BankAccountRow } from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import { assert, permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { payeeDetailsStore } from '../payee/payee-details.store.js';
import type { PayeeDetailsRow } from '../payee/payee-details.store.js';
import { payoutsErrors } from '../payouts.errors.js';
import { PayoutReleased } from '../payouts.events.js';
import type { Rail, Transfer } from '../rail/rail.js';
import { Rails } from '../rail/rails.js';
import { factOf } from './payout-facts.js';
import { frozenHash, transition } from './payout.js';
import { payoutStore } from './payout.store.js';
import type { PayoutRow } from './payout.store.js';
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
  ) {}

  /**
   * @throws CodedError FORBIDDEN, PAYOUT_NOT_FOUND, PAYOUT_STATE, PAYOUT_OWN, WRONG_CURRENCY,
   *   SECOND_PERSON_REQUIRED, PAYEE_DETAILS_MISSING, PAYEE_DETAILS_COOLING_OFF,
   *   PAYEE_DETAILS_UNPAYABLE, BANK_ACCOUNT_NOT_FOUND, RAIL_UNAVAILABLE, FLOOR_BREACHED when the
   *   account does not have the money
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
        throw payoutsErrors.error('PAYOUT_NOT_FOUND', 'There is no such payout.');
      }
      const { secondPersonReleases } = await this.accounts.settings(tx);
      const transfers: Transfer[] = [];
      for (const payout of payouts) {
        checkRelease(tx, payout, account, secondPersonReleases);
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
    const details = await usableDetails(tx, payout);
    const transfer = {
      ...termsOf(payout),
      payoutId: payout.id,
      payee: this.transfers.open(details),
    };
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

async function usableDetails(tx: Tx, payout: PayoutRow): Promise<PayeeDetailsRow> {
  const details = await payeeDetailsStore.current(tx, payout.payeeKind, payout.payeeId);
  if (details === null) {
    throw payoutsErrors.error('PAYEE_DETAILS_MISSING', 'The payee has not said where to pay.', {
      data: { payoutId: payout.id },
    });
  }
  if (details.usableFrom > tx.now) {
    throw payoutsErrors.error(
      'PAYEE_DETAILS_COOLING_OFF',
      'The payee’s bank details are new and cool off before their first use.',
      { data: { payoutId: payout.id, usableFrom: details.usableFrom.toISOString() } },
    );
  }
  return details;
}

function checkRelease(
  tx: Tx,
  payout: PayoutRow,
  account: BankAccountRow,
  secondPersonReleases: boolean,
): void {
  const data = { payoutId: payout.id };
  transition(payout.state, 'reserved');
  assert(
    payout.frozenHash ===
      frozenHash({
        obligation: { kind: payout.obligationKind, id: payout.obligationId },
        payee: { kind: payout.payeeKind, id: payout.payeeId },
        amountMinor: payout.amountMinor,
        currency: payout.currency,
        debitAccountId: payout.debitAccountId,
      }),
    'a payout is what was approved',
  );
  if (payout.currency !== account.currency) {
    throw payoutsErrors.error('WRONG_CURRENCY', 'The account is in another currency.', { data });
  }
  if (payout.payeeKind === 'member' && payout.payeeId === tx.actor.memberId) {
    throw payoutsErrors.error('PAYOUT_OWN', 'Nobody releases money to themselves.', { data });
  }
  if (secondPersonReleases && payout.requestedByAccountId === tx.actor.accountId) {
    throw payoutsErrors.error(
      'SECOND_PERSON_REQUIRED',
      'Who approved the last step does not release as well.',
      { data },
    );
  }
}
