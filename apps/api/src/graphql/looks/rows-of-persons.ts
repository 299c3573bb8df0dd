import type { Whose } from '../kit/field/looked-at.js';
import type { PayoutType } from '../payments/payout.type.js';
import type { AuditEntryType } from '../platform/audit.type.js';
import type { DuesRefundType } from '../dues/credit.type.js';
import type { InvoiceType, WaiverType } from '../dues/dues.type.js';

/** Facts of dues name their member and amounts. */
function duesFact({ row: { type, data } }: AuditEntryType): ReturnType<Whose> {
  const { memberId } = data;
  const isOfDues = type.startsWith('dues.') && typeof memberId === 'string';
  return isOfDues ? { what: type === 'dues.WaiverChanged' ? 'waiver' : 'invoice', memberId } : null;
}

/** By type: whose dues a row tells of. */
export const rowsOfPersons = {
  AuditEntry: duesFact,
  Invoice: ({ row }: InvoiceType) => ({ what: 'invoice', memberId: row.memberId }),
  Waiver: ({ view }: WaiverType) => ({ what: 'waiver', memberId: view.memberId }),
  DuesRefund: ({ row }: DuesRefundType) => ({ what: 'credit', memberId: row.memberId }),
  Payout: ({ row }: PayoutType) =>
    row.obligationKind === 'dues-refund' ? { what: 'credit', memberId: row.payeeId } : null,
} satisfies Readonly<Record<string, Whose>>;
