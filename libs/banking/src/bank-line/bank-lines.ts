import { Injectable } from '@nestjs/common';
import { assert, columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BankAccountEntity } from '../bank-account/bank-account.entity.js';
import { bankingErrors } from '../banking.errors.js';
import { BankLineMatched } from '../banking.events.js';
import { BankLineEntity } from './bank-line.entity.js';

const only = [
  'id',
  'bankAccountId',
  'bookingDate',
  'amountMinor',
  'currency',
  'reversal',
  'endToEndId',
  'reference',
  'freeText',
  'counterpartyName',
  'counterpartyAccount',
] as const;

/**
 * A line that waits to be matched, as the rooms that match it see it: `amountMinor` is what the
 * account gained, `ledgerAccountId` the bank account's account in the books.
 */
export type OpenBankLine = Readonly<
  Pick<BankLineEntity, (typeof only)[number]> & Pick<BankAccountEntity, 'ledgerAccountId'>
>;

/** A line that waits, and where it stands among those of its statement. */
export interface WaitingLine {
  readonly id: string;
  readonly isCredit: boolean;
}

/** In front of every line. */
const beforeAll: WaitingLine = { isCredit: false, id: '00000000-0000-0000-0000-000000000000' };

export interface LineMatch {
  readonly kind: string;
  readonly id: string;
  /** Why it is this one: shown to the treasurer. */
  readonly because: string;
  readonly transactionId: string;
}

const columns = [
  columnsOf(BankLineEntity, { of: 'l', only }),
  columnsOf(BankAccountEntity, { of: 'a', only: ['ledgerAccountId'] }),
].join(', ');
// Many banks list the newest first: what went out is looked at before what came back.
const waiting = sql(
  'banking.list-waiting-lines',
  `select id, amount_minor > 0 as "isCredit" from payments.bank_lines
   where cooperative_id = $1 and statement_id = $2 and state = 'new'
     and (amount_minor > 0, id) > ($3::boolean, $4::uuid)
   order by amount_minor > 0, id limit $5`,
);
const lockWaiting = sql(
  'banking.lock-waiting-line',
  `select ${columns} from payments.bank_lines l
   join payments.bank_accounts a
     on a.cooperative_id = l.cooperative_id and a.id = l.bank_account_id
   where l.cooperative_id = $1 and l.id = $2 and l.state = 'new' for update of l`,
);
const lockOne = sql(
  'banking.lock-open-line',
  `select l.state, ${columns} from payments.bank_lines l
   join payments.bank_accounts a
     on a.cooperative_id = l.cooperative_id and a.id = l.bank_account_id
   where l.cooperative_id = $1 and l.id = $2 for update of l`,
);
const match = sql(
  'banking.match-bank-line',
  `update payments.bank_lines set state = 'matched', matched_kind = $3, matched_id = $4,
     matched_because = $5, transaction_id = $6, matched_at = $7
   where cooperative_id = $1 and id = $2 and state <> 'matched'`,
);

const byTransaction = sql(
  'banking.find-line-of-transaction',
  `select id from payments.bank_lines where cooperative_id = $1 and transaction_id = $2`,
);

/** The key of a bank line in the books: each leads to at most one transaction. */
export function outsideFactOf(line: Pick<OpenBankLine, 'id'>): string {
  return `bank-line:${line.id}`;
}

/** Bank lines, inside the caller's transaction. Asks no permission; the use case did. */
@Injectable()
export class BankLines {
  /** A statement's lines that wait to be matched: debits first, each in the order of the file. */
  async waiting(
    tx: Tx,
    statementId: string,
    after: WaitingLine | null,
    atMost: number,
  ): Promise<WaitingLine[]> {
    const { isCredit, id } = after ?? beforeAll;
    return tx.rows<WaitingLine>(waiting, [tx.cooperativeId, statementId, isCredit, id, atMost]);
  }

  /** One line, locked, if it still waits to be matched; flagged ones wait for a person. */
  async lockWaiting(tx: Tx, lineId: string): Promise<OpenBankLine | null> {
    return tx.maybeOne<OpenBankLine>(lockWaiting, [tx.cooperativeId, lineId]);
  }

  /**
   * One line, locked. A flagged one (its statement does not add up) only for a person.
   *
   * @throws CodedError BANK_LINE_NOT_FOUND, BANK_LINE_MATCHED, BANK_LINE_FLAGGED
   */
  async lockOne(
    tx: Tx,
    lineId: string,
    { evenFlagged = false }: { evenFlagged?: boolean } = {},
  ): Promise<OpenBankLine> {
    const line = await tx.maybeOne<OpenBankLine & Pick<BankLineEntity, 'state'>>(lockOne, [
      tx.cooperativeId,
      lineId,
    ]);
    if (line === null) {
      throw bankingErrors.error('BANK_LINE_NOT_FOUND', 'There is no such bank line.');
    }
    if (line.state === 'matched') {
      throw bankingErrors.error('BANK_LINE_MATCHED', 'This bank line is in the books already.');
    }
    if (line.state === 'flagged' && !evenFlagged) {
      throw bankingErrors.error('BANK_LINE_FLAGGED', 'The statement of this line is not sound.');
    }
    return line;
  }

  /** Whether a line says already where this transaction came from. */
  async explains(tx: Tx, transactionId: string): Promise<boolean> {
    return (await tx.maybeOne(byTransaction, [tx.cooperativeId, transactionId])) !== null;
  }

  /** Notes what a locked line was for and the transaction that booked it. */
  async markMatched(tx: Tx, lineId: string, found: LineMatch): Promise<void> {
    const changed = await tx.run(match, [
      tx.cooperativeId,
      lineId,
      found.kind,
      found.id,
      found.because,
      found.transactionId,
      tx.now,
    ]);
    assert(changed === 1, 'a locked line is matched once');
    tx.announce(
      BankLineMatched.of(lineId, {
        lineId,
        matchedKind: found.kind,
        matchedId: found.id,
        transactionId: found.transactionId,
      }),
    );
  }
}
