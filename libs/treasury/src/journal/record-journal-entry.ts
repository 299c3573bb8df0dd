import { Injectable } from '@nestjs/common';
import { permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor, Day } from '@rochdale/platform';
import { checkPostings, Ledger } from '@rochdale/ledger';
import type { RecordedTransaction } from '@rochdale/ledger';
import { Chart } from '../chart/chart-of-accounts.js';
import { putsBy } from '../set-aside/set-aside.js';
import { setAsideStore } from '../set-aside/set-aside.store.js';
import { journalKey, journalSource } from './journal.js';

export interface JournalLine {
  /** A key of the chart, such as `opening-balance` or `expense:hosting`. */
  readonly accountKey: string;
  /** Minor units; positive is debit. */
  readonly amountMinor: bigint;
  readonly memo?: string;
}

export interface JournalEntryInput {
  readonly idempotencyKey: string;
  /** When it took effect, today or before; now when left out. */
  readonly effectiveAt?: Date;
  /** In place of a moment: its day. */
  readonly effectiveOn?: Day;
  readonly description: string;
  readonly currency: string;
  readonly lines: readonly JournalLine[];
}

/** The treasurer's own entry: an opening balance, a bank fee, something reclassified. */
@Injectable()
export class RecordJournalEntry {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
    private readonly chart: Chart,
  ) {}

  /** @throws CodedError FORBIDDEN, INVALID_INPUT for a moment and a day at once, INVALID_CHART_KEY
   *   also for what a register keeps (funds, what members owe, what is owed to them),
   *   FUND_NOT_COVERED when more is put by than is there, and as `Ledger.post` */
  async execute(actor: Actor, input: JournalEntryInput): Promise<RecordedTransaction> {
    permit(actor, 'journal.record');
    const { effectiveAt, effectiveOn } = input;
    if (effectiveAt !== undefined && effectiveOn !== undefined) {
      throw platformErrors.error('INVALID_INPUT', 'Name a moment or its day: one of them.', {
        path: ['effectiveOn'],
      });
    }
    const keys = input.lines.map((line, index) =>
      journalKey(line.accountKey, ['lines', String(index), 'accountKey']),
    );
    checkPostings(input.lines, 'lines');
    return this.unitOfWork.run(actor, async (tx) => {
      const accounts = await this.chart.accounts(tx, [...new Set(keys)], input.currency);
      const record = () =>
        this.ledger.post(tx, {
          idempotencyKey: input.idempotencyKey,
          ...(effectiveAt === undefined ? {} : { effectiveAt }),
          ...(effectiveOn === undefined ? {} : { effectiveOn }),
          description: input.description,
          source: journalSource(input.idempotencyKey),
          postings: input.lines.map(({ amountMinor, memo }, index) => ({
            accountId: accounts.require(keys[index] ?? 'suspense'),
            amountMinor,
            ...(memo === undefined ? {} : { memo }),
          })),
        });
      return putsBy(input.lines)
        ? setAsideStore.covered(tx, this.ledger, input.currency, record)
        : record();
    });
  }
}
