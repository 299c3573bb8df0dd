import { Injectable } from '@nestjs/common';
import { columnsOf, may, permit, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { CreditNoteEntity } from './credit-note.entity.js';

const shown = ['id', 'invoiceId', 'kind', 'amountMinor', 'reason', 'madeAt'] as const;

/** What was taken off an invoice, as its member and clerks see it. */
export type CreditNoteView = Readonly<
  Pick<CreditNoteEntity, (typeof shown)[number]> & {
    currency: string;
  }
>;

const ofInvoices = sql(
  'dues.list-credit-notes',
  `select ${columnsOf(CreditNoteEntity, { of: 'n', only: shown })}, i.currency
   from dues.credit_notes n
   join dues.invoices i on i.cooperative_id = n.cooperative_id and i.id = n.invoice_id
   where n.cooperative_id = $1 and n.invoice_id = any($2::uuid[])
     and ($3::boolean or i.member_id = $4::uuid)
   order by n.made_at, n.id`,
);

/** What was taken off invoices: clerks see all, members what is theirs. */
@Injectable()
export class CreditNoteQueries {
  /** The first first. @throws CodedError FORBIDDEN */
  async ofInvoices(tx: Tx, invoiceIds: readonly string[]): Promise<CreditNoteView[]> {
    permit(tx.actor, 'dues-invoice.read-own');
    const readsAll = may(tx.actor, 'dues-invoice.read-all').allowed;
    const params = [tx.cooperativeId, invoiceIds, readsAll, tx.actor.memberId];
    return tx.rows<CreditNoteView>(ofInvoices, params);
  }
}
