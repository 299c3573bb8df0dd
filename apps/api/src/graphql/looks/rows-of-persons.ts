import { StandingChanged } from '@rochdale/membership';
import { may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import type { Whose } from '../kit/field/looked-at.js';
import type { SourceRowType } from '../collections/money-source.type.js';
import type { CreditEntryType, DuesRefundType } from '../dues/credit.type.js';
import type { InvoiceType, WaiverType } from '../dues/dues.type.js';
import type { ExpenseType } from '../expenses/expense.type.js';
import type { HoldType } from '../ledger/hold.type.js';
import type {
  LedgerTransactionType,
  StatementLineType,
} from '../ledger/ledger-transaction.type.js';
import { looksAtStanding } from '../membership/standing.type.js';
import type { StandingChangeType } from '../membership/standing-change.type.js';
import type { BankLinePaymentType } from '../payments/line-payment/line-payment.type.js';
import type { PayoutType } from '../payments/payout.type.js';
import type { BankLineType } from '../payments/statement.type.js';
import { whatOfFacts } from '../platform/audit.type.js';
import type { AuditEntryType } from '../platform/audit.type.js';
import {
  behindBatch,
  behindLine,
  behindPayout,
  behindSourceRow,
  behindTransaction,
  behindVoucher,
} from './behind.js';

/** Facts of dues name their member and amounts; those of lines and payouts lead to them. */
function ofFact({ row: { type, data } }: AuditEntryType): ReturnType<Whose> {
  const { memberId, lineId, payoutId, obligationKind = 'dues-refund', from, to } = data;
  if (type === StandingChanged.type && typeof memberId === 'string') {
    return looksAtStanding(memberId, [from, to]);
  }
  const what = whatOfFacts(type);
  if (what !== null && typeof memberId === 'string') return { what, memberId };
  if (typeof lineId === 'string') return { behind: behindLine, id: lineId };
  const isOfPayout = typeof payoutId === 'string' && obligationKind === 'dues-refund';
  return isOfPayout ? { behind: behindPayout, id: payoutId } : null;
}

/** To members the books tell what is everybody's, and nothing of dues. */
const ofBooks = ({ transactionId }: { transactionId: string }, reader: Actor) =>
  may(reader, 'ledger.read-all').allowed ? { behind: behindTransaction, id: transactionId } : null;

/** By type: whose dues or bank details a row tells of. */
export const rowsOfPersons = {
  AuditEntry: ofFact,
  BankLine: ({ view }: BankLineType) => ({ behind: behindLine, id: view.id }),
  BankLinePayment: ({ lineId }: BankLinePaymentType) => ({ behind: behindBatch, id: lineId }),
  CreditEntry: ({ row }: CreditEntryType) => ({ what: 'credit', memberId: row.memberId }),
  DuesRefund: ({ row }: DuesRefundType) => ({ what: 'credit', memberId: row.memberId }),
  Expense: ({ view }: ExpenseType, reader) =>
    view.lockedAt !== null && may(reader, 'expense.read-receipts').allowed
      ? { behind: behindVoucher, id: view.id }
      : null,
  Hold: ({ source }: HoldType) =>
    source.kind === 'payout' ? { behind: behindPayout, id: source.id } : null,
  Invoice: ({ row }: InvoiceType) => ({ what: 'invoice', memberId: row.memberId }),
  LedgerTransaction: (row: LedgerTransactionType, reader) => ofBooks(row, reader),
  Payout: ({ row }: PayoutType) =>
    row.obligationKind === 'dues-refund' ? { what: 'credit', memberId: row.payeeId } : null,
  SourceRow: ({ rowId }: SourceRowType) => ({ behind: behindSourceRow, id: rowId }),
  StandingChange: ({ memberId, from, to }: StandingChangeType) =>
    looksAtStanding(memberId, [from, to]),
  StatementLine: (row: StatementLineType, reader) => ofBooks(row, reader),
  Waiver: ({ view }: WaiverType) => ({ what: 'waiver', memberId: view.memberId }),
} satisfies Readonly<Record<string, Whose>>;
