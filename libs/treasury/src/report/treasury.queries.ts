import { Injectable } from '@nestjs/common';
import { daysLater, may, permit, platformErrors } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { LedgerAccountQueries } from '@rochdale/ledger';
import type { TrialBalanceRow } from '@rochdale/ledger';
import { ReleaseQueries } from '../release/release.queries.js';
import { monthsOf, monthsOfReleases, totalsOf } from './treasury-report.js';
import type { CurrencyTotals, MonthOfTreasury } from './treasury-report.js';

/** Balances and totals by what took effect before a moment, or until now. */
export interface TreasuryReport {
  readonly before: Date | null;
  readonly accounts: readonly TrialBalanceRow[];
  readonly totals: readonly CurrencyTotals[];
}

const maxSpanDays = 5 * 366;

/** Clerks read the books as they stand; everybody else the figures that came out of them. */
function readsLive(actor: Actor): boolean {
  return may(actor, 'treasury.read-live').allowed;
}

/** The treasury: the books themselves for clerks, figures for everybody. */
@Injectable()
export class TreasuryQueries {
  constructor(
    private readonly accounts: LedgerAccountQueries,
    private readonly releases: ReleaseQueries,
  ) {}

  /**
   * One query gives both parts, so the totals are those of the very accounts listed. Of both there
   * is nothing for whoever may not read the books: two balances tell what came in between.
   */
  async report(tx: Tx, { before }: { before?: Date } = {}): Promise<TreasuryReport> {
    permit(tx.actor, 'treasury.read');
    const accounts = readsLive(tx.actor)
      ? await this.accounts.trialBalance(tx, before === undefined ? {} : { before })
      : [];
    return { before: before ?? null, accounts, totals: totalsOf(accounts) };
  }

  /**
   * Income and expenses month by month, from `from` to just before `to`. Of what is released whole
   * months alone are told: those that begin in the span.
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
    if (readsLive(tx.actor)) return monthsOf(await this.accounts.monthlyTotals(tx, span));
    return monthsOfReleases(await this.releases.all(tx), span);
  }
}
