import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { Ledger } from '@rochdale/ledger';
import { PeriodClosed } from '../treasury.events.js';
import { checkUnbooked, nextPeriod } from './period.js';
import type { AccountingPeriod } from './period.js';
import { periodStore } from './period.store.js';
import { UnbookedLines } from './unbooked-lines.js';

export interface CloseAccountingPeriodInput {
  readonly endsOn: string;
  /**
   * How many lines of banks up to that day are not in the books, said by who closes over them;
   * none when left out.
   */
  readonly acknowledgedUnbookedLines?: number | null;
}

/**
 * Closes the books up to and including a day, for ever: what is found later is recorded on the
 * day it is found. The balances at the end are kept with the period.
 */
@Injectable()
export class CloseAccountingPeriod {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
    private readonly unbookedLines: UnbookedLines,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, INVALID_DATE, INVALID_PERIOD, PERIOD_NOT_OVER, BOOKS_CLOSED,
   *   PERIOD_LINES_UNBOOKED
   */
  async execute(
    actor: Actor,
    { endsOn, acknowledgedUnbookedLines = null }: CloseAccountingPeriodInput,
  ): Promise<AccountingPeriod> {
    permit(actor, 'period.close');
    return this.unitOfWork.run(actor, async (tx) => {
      const next = nextPeriod(endsOn, await periodStore.lastEnd(tx), await tx.today());
      // The lock comes first: it waits for postings under way, so the balances below are final.
      await this.ledger.closeBooks(tx, { before: next.before });
      const waiting = await this.unbookedLines.upTo(tx, next.endsOn);
      const unbookedLines = checkUnbooked(waiting, acknowledgedUnbookedLines);
      const period = await periodStore.insert(tx, next);
      await periodStore.insertBalances(
        tx,
        period.id,
        await this.ledger.trialBalance(tx, next.before),
      );
      tx.announce(
        PeriodClosed.of(period.id, {
          periodId: period.id,
          startsOn: period.startsOn,
          endsOn: period.endsOn,
          ...(unbookedLines === 0 ? {} : { unbookedLines }),
        }),
      );
      return period;
    });
  }
}
