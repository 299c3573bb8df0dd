import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { Ledger } from '@rochdale/ledger';
import type { RecordedTransaction, ReverseInput } from '@rochdale/ledger';
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

  /** @throws CodedError FORBIDDEN, JOURNAL_ENTRY_EXPECTED, and as `Ledger.reverse` */
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
      return this.ledger.reverse(tx, input);
    });
  }
}
