import { Inject, Injectable } from '@nestjs/common';
import { BankAccounts } from '@rochdale/banking';
import type { BankAccountRow } from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import { assert, CONFIG, newId, permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor, Config, Tx } from '@rochdale/platform';
import { payeeDetailsStore } from '../payee/payee-details.store.js';
import type { PayeeDetailsRow } from '../payee/payee-details.store.js';
import { openAccount } from '../payee/seal.js';
import { payoutsErrors } from '../payouts.errors.js';
import { PayoutReleased } from '../payouts.events.js';
import { SubmitPayoutJob, WritePaymentFileJob } from '../payouts.jobs.js';
import { creditTransferOf, transferRefusal } from '../rail/credit-transfer.js';
import { paymentFileStore } from '../payment-file/payment-file.store.js';
import { factOf } from './payout-facts.js';
import { frozenHash, transition } from './payout.js';
import { payoutStore } from './payout.store.js';
import type { PayoutRow } from './payout.store.js';

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
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret'>,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, PAYOUT_NOT_FOUND, PAYOUT_STATE, PAYOUT_OWN, WRONG_CURRENCY,
   *   SECOND_PERSON_REQUIRED, PAYEE_DETAILS_MISSING, PAYEE_DETAILS_COOLING_OFF,
   *   PAYEE_DETAILS_UNPAYABLE, BANK_ACCOUNT_NOT_FOUND, FLOOR_BREACHED when the account does not
   *   have the money
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
      const payouts = await payoutStore.lock(tx, ids);
      if (payouts.length !== ids.length) {
        throw payoutsErrors.error('PAYOUT_NOT_FOUND', 'There is no such payout.');
      }
      const { secondPersonReleases } = await this.accounts.settings(tx);
      for (const payout of payouts) {
        checkRelease(tx, payout, account, secondPersonReleases);
        await this.#reserve(tx, payout, account);
      }
      await orderFromRail(tx, payouts, account);
      return payoutStore.lock(tx, ids);
    });
  }

  async #reserve(tx: Tx, payout: PayoutRow, account: BankAccountRow): Promise<void> {
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
    this.#checkPayable(payout, account, details);
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
  }

  /** What a file cannot carry is refused here, where the treasurer can still leave it out. */
  #checkPayable(payout: PayoutRow, account: BankAccountRow, details: PayeeDetailsRow): void {
    if (account.rail !== 'sepa-file') return;
    const payee = openAccount(this.config.secret, details.id, details.sealed);
    const refusal = transferRefusal(account, creditTransferOf(payout, payee));
    if (refusal === null) return;
    throw payoutsErrors.error(
      'PAYEE_DETAILS_UNPAYABLE',
      'A SEPA file cannot pay to the payee’s bank details.',
      { data: { payoutId: payout.id, refusal } },
    );
  }
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

/** A provider gets each payout by a job of its own; a file takes them all. */
async function orderFromRail(
  tx: Tx,
  payouts: readonly PayoutRow[],
  account: BankAccountRow,
): Promise<void> {
  const { cooperativeId } = tx;
  if (account.rail === 'simulated') {
    for (const { id } of payouts) {
      tx.enqueue(SubmitPayoutJob, { cooperativeId, payoutId: id }, { key: id });
    }
    return;
  }
  const paymentFileId = newId();
  await paymentFileStore.order(tx, {
    id: paymentFileId,
    bankAccountId: account.id,
    payouts: payouts.length,
    totalMinor: payouts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    currency: account.currency,
  });
  for (const { id } of payouts) {
    await payoutStore.change(tx, { id, state: 'reserved' }, 'reserved', { paymentFileId });
  }
  tx.enqueue(WritePaymentFileJob, { cooperativeId, paymentFileId }, { key: paymentFileId });
}
