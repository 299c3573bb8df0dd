import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { Ledger } from '@rochdale/ledger';
import type { RecordedTransaction, ReverseInput } from '@rochdale/ledger';
import { setAsideStore } from '../set-aside/set-aside.store.js';
import { treasuryErrors } from '../treasury.errors.js';
import { journalKind } from './journal.js';

/**
 * Takes a journal entry back by its counter-entry. What another room recorded is undone in that
 * room, which also knows the invoice or the payout behind it.
 */
@Injectable()
export class ReverseJournalEntry {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, JOURNAL_ENTRY_EXPECTED, FUND_NOT_COVERED where it would put
   *   by what is not there, and as `Ledger.reverse`
   */
  async execute(
    actor: Actor,
    input: Omit<ReverseInput, 'source' | 'effectiveAt'>,
  ): Promise<RecordedTransaction> {
    permit(actor, 'journal.reverse');
    return this.unitOfWork.run(actor, async (tx) => {
      const source = await this.ledger.sourceOf(tx, input.transactionId);
      if (source.kind !== journalKind) {
        throw treasuryErrors.error(
          'JOURNAL_ENTRY_EXPECTED',
          'Only a journal entry is reversed here.',
          { path: ['transactionId'], data: { sourceKind: source.kind } },
        );
      }
      const currency = await this.#putBackIn(tx, input.transactionId);
      const reverse = () => this.ledger.reverse(tx, input);
      return currency === null
        ? reverse()
        : setAsideStore.covered(tx, this.ledger, currency, reverse);
    });
  }

  /** The currency in which what an entry took of what was put by is put there again, if any. */
  async #putBackIn(tx: Tx, transactionId: string): Promise<string | null> {
    const ids = await this.ledger.accountsOf(tx, transactionId);
    for (const { id, code, currency } of await this.ledger.accounts(tx, ids)) {
      if (code !== 'solidarity') continue;
      if ((await this.ledger.moved(tx, id, [transactionId])) > 0n) return currency;
    }
    return null;
  }
}
