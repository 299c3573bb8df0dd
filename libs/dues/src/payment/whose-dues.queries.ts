import { defineLineOwners, defineReferences } from '@rochdale/banking';
import type { BookedLine, LineOwner, SayingLine } from '@rochdale/banking';
import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { InvoiceEntity } from '../invoice/invoice.entity.js';
import { DuesPaymentEntity } from '../invoice/payment.entity.js';
import { payerFingerprints, referencesIn } from './line-matching.js';

interface Whose {
  readonly memberId: string;
  /** Whether it is of their credit, and not of what they are asked for. */
  readonly isCredit: boolean;
}

const member = columnsOf(DuesPaymentEntity, { only: ['memberId'] });

// Undone, a line is still one that paid for somebody.
const ofLines = sql(
  'dues.find-members-of-lines',
  `select ${member} from dues.payments
   where cooperative_id = $1 and bank_line_id = any ($2::uuid[])
   union select member_id from dues.credit_entries
   where cooperative_id = $1 and bank_line_id = any ($2::uuid[])`,
);

// From each member to the next, by index: who pays every month is found as soon as who paid once.
const ofPayers = sql(
  'dues.find-members-of-payers',
  `select distinct ${columnsOf(DuesPaymentEntity, { of: 'found', only: ['memberId'] })}
   from unnest($2::text[]) as asked (payer) cross join lateral (
     with recursive way (member_id) as (
       (select p.member_id from dues.payments p
        where p.cooperative_id = $1 and p.payer_fingerprint = asked.payer
        order by p.member_id limit 1)
       union all
       select (select p.member_id from dues.payments p
               where p.cooperative_id = $1 and p.payer_fingerprint = asked.payer
                 and p.member_id > way.member_id
               order by p.member_id limit 1)
       from way where way.member_id is not null
     )
     select member_id from way where member_id is not null
   ) as found`,
);

// A line that paid for several is booked as of the first: the others are found by what it paid.
const ofBooks = sql(
  'dues.find-members-of-books',
  `select ${member}, false as "isCredit" from dues.payments
   where cooperative_id = $1 and transaction_id = any ($2::uuid[])
   union select e.member_id, true from dues.payments p
   join dues.credit_entries e
     on e.cooperative_id = p.cooperative_id and e.bank_line_id = p.bank_line_id
   where p.cooperative_id = $1 and p.transaction_id = any ($2::uuid[])
   union select member_id, false from dues.invoices
   where cooperative_id = $1 and id = any ($3::uuid[])
   union select member_id, true from dues.credit_entries
   where cooperative_id = $1 and id = any ($4::uuid[])
   union select member_id, true from dues.refunds
   where cooperative_id = $1 and id = any ($5::uuid[])`,
);

/** Whose dues these lines paid, or took back. */
export async function membersOfLines(tx: Tx, lineIds: readonly string[]): Promise<string[]> {
  const found = await tx.rows<{ memberId: string }>(ofLines, [tx.cooperativeId, lineIds]);
  return found.map(({ memberId }) => memberId);
}

// What was undone paid for nobody: one moved as much back.
const ownersOf = sql(
  'dues.find-owners-of-lines',
  `select "lineId", "memberId" from (
     select bank_line_id as "lineId", ${member}, amount_minor from dues.payments
     where cooperative_id = $1 and bank_line_id = any($2::uuid[])
     union all select bank_line_id, member_id, amount_minor from dues.credit_entries
     where cooperative_id = $1 and bank_line_id = any($2::uuid[])) moved
   group by "lineId", "memberId" having sum(amount_minor) <> 0`,
);

/** By line, whose dues it paid, or took back. */
const ownersOfBankLines = (tx: Tx, lines: readonly BookedLine[]): Promise<LineOwner[]> =>
  tx.rows<LineOwner>(ownersOf, [tx.cooperativeId, lines.map(({ id }) => id)]);

const ofReferences = sql(
  'dues.find-members-of-references',
  `select distinct ${columnsOf(InvoiceEntity, { only: ['memberId', 'reference'] })}
   from dues.invoices
   where cooperative_id = $1 and reference = any($2::text[])`,
);

/** By line, of whom it bears the reference of an invoice. */
async function membersNamedBy(tx: Tx, lines: readonly SayingLine[]): Promise<string[][]> {
  const said = lines.map(({ reference, text: freeText, transfer: endToEndId }) =>
    referencesIn({ reference, freeText, endToEndId }),
  );
  const asked = [...new Set(said.flat())];
  if (asked.length === 0) return said;
  type Row = Pick<InvoiceEntity, 'memberId' | 'reference'>;
  const found = await tx.rows<Row>(ofReferences, [tx.cooperativeId, asked]);
  const members = new Map(found.map(({ reference, memberId }) => [reference, memberId]));
  return said.map((own) => own.flatMap((one) => members.get(one) ?? []));
}

defineLineOwners('dues', ownersOfBankLines);

const ownReferences = sql(
  'dues.find-references-of-member',
  `select reference from dues.invoices where cooperative_id = $1 and member_id = $2`,
);

/** What a member was told to write with a payment, ever. */
async function referencesOf(tx: Tx, memberId: string): Promise<string[]> {
  const found = await tx.rows<{ reference: string }>(ownReferences, [tx.cooperativeId, memberId]);
  return found.map(({ reference }) => reference);
}

defineReferences('dues', { namedBy: membersNamedBy, of: referencesOf });

/** For whom was paid from these accounts before. */
export async function membersOfPayers(tx: Tx, accounts: readonly string[]): Promise<string[]> {
  const known = accounts.flatMap((account) => {
    const payer = payerFingerprints(tx.cooperativeId, account);
    return payer === null ? [] : [payer.kept, ...payer.former];
  });
  const found = await tx.rows<{ memberId: string }>(ofPayers, [tx.cooperativeId, known]);
  return found.map(({ memberId }) => memberId);
}

/** Whose dues transactions are about, by their ids and by what they were booked for. */
export function membersOfBooks(
  tx: Tx,
  booked: {
    readonly transactionIds: readonly string[];
    readonly invoiceIds: readonly string[];
    readonly creditEntryIds: readonly string[];
    readonly refundIds: readonly string[];
  },
): Promise<Whose[]> {
  const { transactionIds, invoiceIds, creditEntryIds, refundIds } = booked;
  const asked = [tx.cooperativeId, transactionIds, invoiceIds, creditEntryIds, refundIds];
  return tx.rows<Whose>(ofBooks, asked);
}
