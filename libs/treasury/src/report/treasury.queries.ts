import { Injectable } from '@nestjs/common';
import { daysLater, permit, platformErrors } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { LedgerAccountQueries } from '@rochdale/ledger';
import type { TrialBalanceRow } from '@rochdale/ledger';
import { monthsOf, totalsOf } from './treasury-report.js';
import type { CurrencyTotals, MonthOfTreasury } from './treasury-report.js';

/** Balances and totals by what took effect before a moment, or until now. */
export interface TreasuryReport {
  readonly before: Date | null;
  readonly accounts: readonly TrialBalanceRow[];
  readonly totals: readonly CurrencyTotals[];
}

const maxSpanDays = 5 * 366;

/** The public treasury: sums and balances, nothing that names a person. */
@Injectable()
export class TreasuryQueries {
  constructor(private readonly accounts: LedgerAccountQueries) {}

  /** One query gives both parts, so the totals are those of the very accounts listed. */
  async report(tx: Tx, { before }: { before?: Date } = {}): Promise<TreasuryReport> {
    permit(tx.actor, 'treasury.read');
    const accounts = await this.accounts.trialBalance(tx, before === undefined ? {} : { before });
    return { before: before ?? null, accounts, totals: totalsOf(accounts) };
  }

  /**
   * Income and expenses month by month, from `from` to just before `to`.
   *
   * @throws CodedError INVALID_INPUT when the span is empty or longer than five years
   */
  async months(tx: Tx, span: { from: Date; to: Date }): Promise<MonthOfTreasury[]> {
    permit(tx.actor, 'treasury.read');
    if (!(span.to > span.from && span.to <= daysLater(span.from, maxSpanDays))) {
      throw platformErrors.error('INVALID_INPUT', 'Ask for up to five years, in order of time.', {
        path: ['from'],
      });
    }
    return monthsOf(await this.accounts.monthlyTotals(tx, span));
  }
}
