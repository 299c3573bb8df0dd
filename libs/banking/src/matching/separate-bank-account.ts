import { Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { bankingErrors } from '../banking.errors.js';
import { bankAccountStore } from '../bank-account/bank-account.store.js';
import type { BankAccountRow } from '../bank-account/bank-account.store.js';
import { freeBankCode } from '../bank-account/free-bank-code.js';
import { bookedLineStore } from './booked-line.store.js';

/**
 * Gives an account at a bank books of its own, where it shares them with another: two that were
 * registered in one moment did, before registering went one by one. What its lines moved so far
 * goes over in one posting; what was booked stays where it was booked. What was moved by hand
 * nobody knows whose it was: a journal entry between the two says it.
 */
@Injectable()
export class SeparateBankAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, BANK_ACCOUNT_NOT_FOUND, BANK_ACCOUNT_NOT_SHARED,
   *   BANK_ACCOUNT_IN_USE while money is reserved on the books that it shares
   */
  async execute(actor: Actor, input: { readonly bankAccountId: string }): Promise<BankAccountRow> {
    permit(actor, 'bank-account.register');
    return this.unitOfWork.run(actor, async (tx) => {
      await bankAccountStore.lockAll(tx);
      const account = await bankAccountStore.require(tx, input.bankAccountId);
      const all = await bankAccountStore.all(tx);
      await this.#check(tx, account, all);
      const own = await this.ledger.openAccount(tx, {
        code: await freeBankCode(tx, this.ledger, account.currency, all.length + 1),
        name: `Bank: ${account.label}`,
        kind: 'asset',
        currency: account.currency,
        floorMinor: 0n,
      });
      await bankAccountStore.separate(tx, account.id, own.id);
      await this.#goOver(tx, account, own.id);
      return bankAccountStore.require(tx, account.id);
    });
  }

  async #check(tx: Tx, account: BankAccountRow, all: readonly BankAccountRow[]): Promise<void> {
    const { id, ledgerAccountId } = account;
    const path = ['bankAccountId'];
    const isShared = all.some((one) => one.id !== id && one.ledgerAccountId === ledgerAccountId);
    if (!isShared) {
      const message = 'This bank account has books of its own.';
      throw bankingErrors.error('BANK_ACCOUNT_NOT_SHARED', message, { path });
    }
    const [books] = await this.ledger.accounts(tx, [ledgerAccountId]);
    if (books?.heldMinor === 0n) return;
    const message =
      'Money is on its way out of the books that it shares: wait until it is debited.';
    throw bankingErrors.error('BANK_ACCOUNT_IN_USE', message, { path });
  }

  /** The bank's word decided it: either may be below its floor by it. */
  async #goOver(tx: Tx, account: BankAccountRow, ownId: string): Promise<void> {
    const { id, label, ledgerAccountId: sharedId } = account;
    const transactionIds = await bookedLineStore.transactionsOf(tx, id);
    const amountMinor = await this.ledger.moved(tx, sharedId, transactionIds);
    if (amountMinor === 0n) return;
    const fact = `bank-account:${id}:separated`;
    await this.ledger.post(tx, {
      idempotencyKey: fact,
      outsideFact: fact,
      outsideAccountId: amountMinor > 0n ? sharedId : ownId,
      description: `Books of its own: ${label}`,
      source: { kind: 'bank-account', id },
      postings: [
        { accountId: ownId, amountMinor },
        { accountId: sharedId, amountMinor: -amountMinor },
      ],
    });
  }
}
