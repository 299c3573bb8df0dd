import { Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import type { Tx } from '@rochdale/platform';
import { bankingErrors } from '../banking.errors.js';
import type { OpenBankLine } from './bank-line.store.js';
import { BookingChart } from './booking-chart.js';
import { whyNotExplain, whyNotExplainByKey } from './line-rules.js';

/** An account of the books by its id, or by its key in the chart: by one of them. */
export interface NamedAccount {
  readonly ledgerAccountId?: string | null;
  readonly accountKey?: string | null;
}

/** The accounts by which a treasurer explains lines. In the caller's transaction. */
@Injectable()
export class ExplainingAccounts {
  constructor(
    private readonly ledger: Ledger,
    private readonly chart: BookingChart,
  ) {}

  /** @throws CodedError INVALID_BANK_LINE_ACCOUNT when not one account is named */
  check(named: NamedAccount, path: readonly string[] = []): void {
    const { ledgerAccountId = null, accountKey = null } = named;
    if ((ledgerAccountId === null) !== (accountKey === null)) return;
    throw bankingErrors.error(
      'INVALID_BANK_LINE_ACCOUNT',
      'Name the account by its id or by its key in the chart: by one of them.',
      { path: [...path, 'accountKey'] },
    );
  }

  /**
   * The id of a checked account that explains a line, opened where nothing was booked to its key
   * yet. One that is not there is left for the ledger to name.
   *
   * @param path where the account is named
   * @throws CodedError INVALID_BANK_LINE_ACCOUNT for the line's own account, for the key of one
   *   at a bank, and for what only allocations, invoices, credits, expenses and payouts move;
   *   INVALID_CHART_KEY
   */
  async find(
    tx: Tx,
    line: Pick<OpenBankLine, 'ledgerAccountId' | 'currency'>,
    named: NamedAccount,
    path: readonly string[] = [],
  ): Promise<string> {
    const { ledgerAccountId = null, accountKey = null } = named;
    const at = [...path, accountKey === null ? 'ledgerAccountId' : 'accountKey'];
    const refuse = (reason: string | null) => {
      if (reason === null) return;
      throw bankingErrors.error('INVALID_BANK_LINE_ACCOUNT', reason, { path: at });
    };
    if (accountKey !== null) refuse(whyNotExplainByKey(accountKey));
    const id =
      ledgerAccountId ?? (await this.chart.account(tx, accountKey ?? '', line.currency, at));
    if (id === line.ledgerAccountId) {
      refuse('The account of the line itself explains nothing: it would not move.');
    }
    const [account] = await this.ledger.accounts(tx, [id]);
    refuse(account === undefined ? null : whyNotExplain(account.code));
    return id;
  }
}
