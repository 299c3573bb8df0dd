import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { PayerFingerprints } from '../payment/line-matching.js';
import { DuesPaymentEntity } from '../invoice/payment.entity.js';
import type { PartRow } from './parts-back.js';
import type { ReturnCandidate } from './returned.js';

const candidates = sql(
  'dues.find-returnable-lines',
  `with lines as (
     select bank_line_id from dues.payments
     where cooperative_id = $1 and kind = 'line' and invoice_id = any($2::uuid[])
     union
     select bank_line_id from dues.payments
     where cooperative_id = $1 and kind = 'line' and payer_fingerprint = any($3::text || $5::text[])
     union
     select bank_line_id from dues.payments
     where cooperative_id = $1 and kind = 'line' and bank_line_id = any($4::uuid[])
   ), effects as (
     select coalesce(returns_line_id, bank_line_id) as settled_line, amount_minor, paid_on,
       invoice_id, case when kind = 'line' then case
         when payer_fingerprint = any($5::text[]) then $3 else payer_fingerprint end end as payer
     from dues.payments where cooperative_id = $1
       and (bank_line_id in (select * from lines) or returns_line_id in (select * from lines))
     union all
     select coalesce(returns_line_id, bank_line_id), amount_minor, null::date, null::uuid, null
     from dues.credit_entries where cooperative_id = $1
       and (bank_line_id in (select * from lines) or returns_line_id in (select * from lines))
     union all
     select coalesce(returns_line_id, bank_line_id), amount_minor, null::date, null::uuid, null
     from dues.account_parts where cooperative_id = $1
       and (bank_line_id in (select * from lines) or returns_line_id in (select * from lines))
   )
   select settled_line as "lineId", sum(amount_minor)::bigint as "amountMinor",
     max(payer) as "payerFingerprint", min(paid_on)::date as "paidOn",
     bool_or(invoice_id = any($2::uuid[])) is true as "isNamed",
     settled_line = any($4::uuid[]) as "isSameTransfer"
   from effects group by settled_line having sum(amount_minor) > 0
   order by min(paid_on) desc, settled_line desc limit 100`,
);
// What it took for another line is no part of a line's own: it is left of that one.
const left = sql(
  'dues.find-parts-left',
  `select line as "lineId", part_kind as kind, id,
     ${columnsOf(DuesPaymentEntity, { only: ['memberId'] })},
     sum(amount_minor)::bigint as "amountMinor", max(paid_minor)::bigint as "paidMinor"
   from (
     select coalesce(p.returns_line_id, p.bank_line_id) as line, 'invoice' as part_kind,
       p.invoice_id as id, p.member_id, p.amount_minor, i.paid_minor
     from dues.payments p
     join dues.invoices i on i.cooperative_id = p.cooperative_id and i.id = p.invoice_id
     where p.cooperative_id = $1
       and (p.bank_line_id = any($2::uuid[]) or p.returns_line_id = any($2::uuid[]))
     union all
     select coalesce(returns_line_id, bank_line_id), 'credit', member_id, member_id,
       amount_minor, 0
     from dues.credit_entries where cooperative_id = $1
       and (bank_line_id = any($2::uuid[]) or returns_line_id = any($2::uuid[]))
     union all
     select coalesce(returns_line_id, bank_line_id), 'account', account_id, null::uuid,
       amount_minor, 0
     from dues.account_parts where cooperative_id = $1
       and (bank_line_id = any($2::uuid[]) or returns_line_id = any($2::uuid[]))) effects
   where line = any($2::uuid[])
   group by line, part_kind, id, member_id having sum(amount_minor) <> 0
   order by line, part_kind desc, id`,
);
const returned = sql(
  'dues.find-returned-lines',
  `select returns_line_id as "lineId" from (
     select returns_line_id, amount_minor from dues.payments
     where cooperative_id = $1 and returns_line_id = any($2::uuid[])
     union all
     select returns_line_id, amount_minor from dues.credit_entries
     where cooperative_id = $1 and returns_line_id = any($2::uuid[])
     union all
     select returns_line_id, amount_minor from dues.account_parts
     where cooperative_id = $1 and returns_line_id = any($2::uuid[])) effects
   group by returns_line_id having sum(amount_minor) <> 0`,
);

/** What points at a line that came back. */
export interface ReturnClues {
  readonly invoiceIds: readonly string[];
  readonly payer: PayerFingerprints | null;
  /** Lines of the same end-to-end id. */
  readonly lineIds: readonly string[];
}

export const returnedStore = {
  /** Lines that settled something that was not taken back, the latest first. */
  candidates: (tx: Tx, clues: ReturnClues) =>
    tx.rows<Omit<ReturnCandidate, 'parts'>>(candidates, [
      tx.cooperativeId,
      clues.invoiceIds,
      clues.payer?.kept ?? null,
      clues.lineIds,
      clues.payer?.former ?? [],
    ]),

  /** What is left of the parts of these lines, by line. */
  left: async (tx: Tx, lineIds: readonly string[]): Promise<ReadonlyMap<string, PartRow[]>> => {
    const rows = await tx.rows<PartRow & { lineId: string }>(left, [tx.cooperativeId, lineIds]);
    const byLine = new Map<string, PartRow[]>(lineIds.map((id) => [id, []]));
    for (const { lineId, ...row } of rows) byLine.get(lineId)?.push(row);
    return byLine;
  },

  /** Those of these lines of which another one brought something back. */
  returnedAmong: async (tx: Tx, lineIds: readonly string[]): Promise<ReadonlySet<string>> => {
    const rows = await tx.rows<{ lineId: string }>(returned, [tx.cooperativeId, lineIds]);
    return new Set(rows.map(({ lineId }) => lineId));
  },
};
