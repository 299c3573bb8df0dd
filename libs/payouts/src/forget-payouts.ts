import {
  compact,
  defineLineOwners,
  defineReferences,
  linesBookedBy,
  linesMatchedBy,
  lockLinesOfErased,
} from '@rochdale/banking';
import type { BookedLine, LineOwner, SayingLine } from '@rochdale/banking';
import { sql } from '@rochdale/platform';
import type { ForgetMemberOf, SayToOperators, Tx } from '@rochdale/platform';
import { ownPayoutLines } from './own-payouts.queries.js';
import { payeeDetailsStore } from './payee/payee-details.store.js';
import { openKept } from './payee/seal.js';
import { lowerTold } from './lower-payout-facts.js';
import { LowerPayoutFactsJob } from './payouts.jobs.js';

const lock = sql(
  'payouts.lock-payouts-of-member',
  `update payments.payouts set is_private = true
   where cooperative_id = $1 and payee_kind = 'member' and payee_id = $2 and not is_private
   returning id`,
);

const files = sql(
  'payouts.find-files-of-member',
  `select distinct payment_file_id as id from payments.payouts
   where cooperative_id = $1 and payee_kind = 'member' and payee_id = $2
     and payment_file_id is not null`,
);

// One arm for each index: asked for with "or" it would be every payout of the co-operative.
const payeeOfLine = `select payee_id as "memberId", id, payment_file_id as "fileId",
     transaction_id as "transactionId", return_transaction_id as "returnId"
   from payments.payouts where cooperative_id = $1 and payee_kind = 'member'`;
const payees = sql(
  'payouts.find-payees-of-lines',
  `${payeeOfLine} and id = any($2::uuid[])
   union ${payeeOfLine} and payment_file_id = any($2::uuid[])
   union ${payeeOfLine} and transaction_id = any($3::uuid[])
   union ${payeeOfLine} and return_transaction_id = any($3::uuid[])`,
);

const whyCalledBack = sql(
  'payouts.forget-why-called-back',
  `update payments.payment_files f set withdrawal_reason = ''
   where f.cooperative_id = $1 and f.withdrawal_reason <> '' and exists (
     select from payments.payouts p where p.cooperative_id = $1 and p.payment_file_id = f.id
       and p.payee_kind = 'member' and p.payee_id = $2)`,
);

interface PayeeOfLine {
  readonly memberId: string;
  readonly id: string;
  readonly fileId: string | null;
  readonly transactionId: string | null;
  readonly returnId: string | null;
}

async function payeesOf(tx: Tx, lines: readonly BookedLine[]): Promise<LineOwner[]> {
  const booked = lines.filter(({ bookedFor }) => bookedFor !== null);
  const ids = booked.flatMap(({ bookedFor }) => bookedFor ?? []);
  const transactions = booked.flatMap(({ bookedBy }) => bookedBy ?? []);
  if (ids.length + transactions.length === 0) return [];
  const values = [tx.cooperativeId, ids, transactions];
  const byId = new Map<string, Set<string>>();
  for (const row of await tx.rows<PayeeOfLine>(payees, values)) {
    for (const id of [row.id, row.fileId, row.transactionId, row.returnId]) {
      if (id !== null) byId.set(id, (byId.get(id) ?? new Set()).add(row.memberId));
    }
  }
  return booked.flatMap(({ id: lineId, bookedFor, bookedBy }) =>
    [bookedFor, bookedBy].flatMap((id) =>
      [...(byId.get(id ?? '') ?? [])].map((memberId) => ({ lineId, memberId })),
    ),
  );
}

defineLineOwners('payouts', payeesOf);

const ofNames = sql(
  'payouts.find-payees-of-names',
  `select payee_id as "memberId", end_to_end_id as name from payments.payouts
   where end_to_end_id = any($2::text[]) and cooperative_id = $1 and payee_kind = 'member'`,
);
const ownNames = sql(
  'payouts.find-names-of-member',
  `select end_to_end_id as name from payments.payouts
   where cooperative_id = $1 and payee_kind = 'member' and payee_id = $2`,
);

/** By line, whom those payouts pay whose names at banks it bears: what came back says its name. */
async function payeesNamedBy(tx: Tx, lines: readonly SayingLine[]): Promise<string[][]> {
  const said = lines.map(({ reference, text, transfer }) =>
    [reference, text, transfer].flatMap((one) =>
      [...compact(one ?? '').matchAll(/(?=([0-9A-F]{32}))/g)].flatMap(
        ([, name]) => name?.toLowerCase() ?? [],
      ),
    ),
  );
  const asked = [...new Set(said.flat())];
  if (asked.length === 0) return said;
  type Row = { readonly memberId: string; readonly name: string };
  const found = await tx.rows<Row>(ofNames, [tx.cooperativeId, asked]);
  const payees = new Map(found.map(({ name, memberId }) => [name, memberId]));
  return said.map((own) => own.flatMap((name) => payees.get(name) ?? []));
}

async function namesOf(tx: Tx, memberId: string): Promise<string[]> {
  const found = await tx.rows<{ name: string }>(ownNames, [tx.cooperativeId, memberId]);
  return found.map(({ name }) => name);
}

defineReferences('payouts', { namedBy: payeesNamedBy, of: namesOf });

const bookings = sql(
  'payouts.find-transactions-of-member',
  `select transaction_id as id from payments.payouts
   where cooperative_id = $1 and payee_kind = 'member' and payee_id = $2
     and transaction_id is not null
   union select return_transaction_id from payments.payouts
   where cooperative_id = $1 and payee_kind = 'member' and payee_id = $2
     and return_transaction_id is not null`,
);

/**
 * Those that paid them, be it with others, and the sums of files, of which banks tell the parts. A
 * line of several payouts that are not of one file is matched by the first of them: it is found by
 * what booked them all.
 */
async function linesOf(tx: Tx, memberId: string, fileIds: readonly string[]): Promise<string[]> {
  const sums = await linesMatchedBy(tx, 'payment-file', fileIds);
  const booked = await tx.rows<{ id: string }>(bookings, [tx.cooperativeId, memberId]);
  const ids = booked.map(({ id }) => id);
  const paid = [...(await linesBookedBy(tx, ids)), ...(await ownPayoutLines(tx, memberId))];
  return [...new Set([...sums, ...paid])];
}

/**
 * By their numbers, before they are gone. One that does not open keeps nobody from being erased: it
 * goes like the others, and lines are looked for by what else is known of the person.
 */
async function givenAccounts(tx: Tx, memberId: string, say?: SayToOperators): Promise<string[]> {
  const details = await payeeDetailsStore.given(tx, memberId);
  const numbers = details.flatMap(({ id, sealed }) => openKept(id, sealed)?.accountNumber ?? []);
  const closed = details.length - numbers.length;
  if (closed > 0) say?.(`sealed accounts of who was erased that did not open: ${closed}`);
  return numbers;
}

/**
 * What was paid to them, and where, is of the books; from now on clerks alone read it, and of the
 * bank's lines no longer who was paid. Why a file that pays them was called back goes. What is
 * still to be told of it is told before.
 */
export const forgetPayouts: ForgetMemberOf = async (tx, { memberId }, say) => {
  await payeeDetailsStore.lockPayee(tx, memberId);
  const accounts = await givenAccounts(tx, memberId, say);
  await payeeDetailsStore.forget(tx, memberId);
  await tx.run(whyCalledBack, [tx.cooperativeId, memberId]);
  const locked = await tx.rows<{ id: string }>(lock, [tx.cooperativeId, memberId]);
  const { cooperativeId } = tx;
  const untold = await lowerTold(
    tx,
    locked.map(({ id }) => id),
  );
  for (const payoutId of untold) tx.enqueue(LowerPayoutFactsJob, { cooperativeId, payoutId });
  const ordered = await tx.rows<{ id: string }>(files, [cooperativeId, memberId]);
  const fileIds = ordered.map(({ id }) => id);
  const lineIds = await linesOf(tx, memberId, fileIds);
  await lockLinesOfErased(tx, { memberId, lineIds, accounts });
};
