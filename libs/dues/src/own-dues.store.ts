import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { CreditEntity, CreditEntryEntity } from './credit/credit.entity.js';
import { RefundEntity } from './credit/refund.entity.js';
import { CreditNoteEntity } from './credit-note/credit-note.entity.js';
import { DuesPaymentEntity } from './invoice/payment.entity.js';
import { InvoiceEntity } from './invoice/invoice.entity.js';
import { PledgeEntity } from './pledge/pledge.entity.js';
import type { WaiverRow } from './waiver/waiver.store.js';
import { WaiverEntity } from './waiver/waiver.entity.js';

const pledges = sql(
  'dues.export-own-pledges',
  `select ${columnsOf(PledgeEntity, { without: ['cooperativeId', 'memberId'] })}
   from dues.pledges where cooperative_id = $1 and member_id = $2 order by chosen_at, id`,
);
// Numbered among themselves: the co-operative's numbers tell how many others are asked.
const invoices = sql(
  'dues.export-own-invoices',
  `select ${columnsOf(InvoiceEntity, { without: ['cooperativeId', 'memberId', 'number'] })},
     row_number() over (order by number) as number
   from dues.invoices where cooperative_id = $1 and member_id = $2 order by number`,
);
const paid = [
  'invoiceId',
  'kind',
  'amountMinor',
  'currency',
  'paidOn',
  'because',
  'recordedAt',
] as const;
const payments = sql(
  'dues.export-own-payments',
  `select ${columnsOf(DuesPaymentEntity, { of: 'p', only: paid })} from dues.payments p
   join dues.invoices i on i.cooperative_id = p.cooperative_id and i.id = p.invoice_id
   where p.cooperative_id = $1 and i.member_id = $2 order by p.recorded_at, p.id`,
);
const noted = ['id', 'invoiceId', 'kind', 'amountMinor', 'reason', 'waiverId', 'madeAt'] as const;
const creditNotes = sql(
  'dues.export-own-credit-notes',
  `select ${columnsOf(CreditNoteEntity, { of: 'n', only: noted })} from dues.credit_notes n
   join dues.invoices i on i.cooperative_id = n.cooperative_id and i.id = n.invoice_id
   where n.cooperative_id = $1 and i.member_id = $2 order by n.made_at, n.id`,
);
const credits = sql(
  'dues.export-own-credits',
  `select ${columnsOf(CreditEntity, { only: ['currency', 'balanceMinor'] })}
   from dues.credits where cooperative_id = $1 and member_id = $2 order by currency`,
);
const moved = [
  'id',
  'kind',
  'amountMinor',
  'currency',
  'refundId',
  'because',
  'recordedAt',
] as const;
const creditEntries = sql(
  'dues.export-own-credit-entries',
  `select ${columnsOf(CreditEntryEntity, { only: moved })} from dues.credit_entries
   where cooperative_id = $1 and member_id = $2 order by recorded_at, id`,
);
const refunded = [
  'id',
  'amountMinor',
  'currency',
  'payoutId',
  'state',
  'requestedAt',
  'endedAt',
] as const;
const refunds = sql(
  'dues.export-own-refunds',
  `select ${columnsOf(RefundEntity, { only: refunded })}
   from dues.refunds where cooperative_id = $1 and member_id = $2 order by requested_at, id`,
);
const waivers = sql(
  'dues.export-own-waivers',
  `select ${columnsOf(WaiverEntity, { without: ['cooperativeId', 'decidedByAccountId'] })}
   from dues.waivers where cooperative_id = $1 and member_id = $2 order by asked_at, id`,
);

// A line that also paid for somebody else, or for nobody known, says more than the person's own.
// What was undone paid for nobody, and may be whoever's.
const ownLines = sql(
  'dues.find-own-bank-lines',
  `with moved (bank_line_id, returns_line_id, amount_minor) as (
     select bank_line_id, returns_line_id, amount_minor from dues.payments
       where cooperative_id = $1 and member_id = $2 and bank_line_id is not null
     union all select bank_line_id, returns_line_id, amount_minor from dues.credit_entries
       where cooperative_id = $1 and member_id = $2 and bank_line_id is not null),
   stands as (
     select bank_line_id from moved group by bank_line_id having sum(amount_minor) <> 0),
   mine (id) as (
     select bank_line_id from stands
     union select m.returns_line_id from moved m join stands using (bank_line_id))
   select id from mine where id is not null
     and not exists (select from dues.payments p where p.cooperative_id = $1
       and p.returns_line_id = mine.id and p.member_id <> $2)
     and not exists (select from dues.credit_entries e where e.cooperative_id = $1
       and e.returns_line_id = mine.id and e.member_id <> $2)
     and not exists (select from (
       select p.member_id, p.amount_minor from dues.payments p where p.cooperative_id = $1
         and p.bank_line_id = mine.id and p.member_id <> $2
       union all select e.member_id, e.amount_minor from dues.credit_entries e
         where e.cooperative_id = $1 and e.bank_line_id = mine.id and e.member_id <> $2) others
       group by member_id having sum(amount_minor) <> 0)
     and not exists (select from dues.account_parts a where a.cooperative_id = $1
       and mine.id in (a.bank_line_id, a.returns_line_id))`,
);

const lists = { pledges, invoices, payments, creditNotes, credits, creditEntries, refunds };

/** What a member pledged, was asked for and paid, and has here. */
export const ownDuesStore = {
  /** All but the waivers, by the name of the list. Who is no member has the same lists, empty. */
  lists: async (tx: Tx, memberId: string | null): Promise<Record<string, readonly object[]>> => {
    const own: Record<string, readonly object[]> = {};
    const whose = [tx.cooperativeId, memberId];
    for (const [name, list] of Object.entries(lists)) own[name] = await tx.rows(list, whose);
    return own;
  },

  /** The bank lines that paid for this member and for nothing else. */
  lines: async (tx: Tx, memberId: string | null): Promise<string[]> =>
    (await tx.rows<{ id: string }>(ownLines, [tx.cooperativeId, memberId])).map(({ id }) => id),

  waivers: (tx: Tx, memberId: string | null) =>
    tx.rows<WaiverRow>(waivers, [tx.cooperativeId, memberId]),
};
