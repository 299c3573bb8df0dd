import {
  defineMemberNames,
  findLinesByName,
  linesMatchedBy,
  lockLinesOfErased,
} from '@rochdale/banking';
import {
  defineTakenNames,
  formsOf,
  isNamedWithin,
  knownNames,
  pairsNear,
  waysToCall,
} from '@rochdale/membership';
import { sql } from '@rochdale/platform';
import type { ForgetMemberOf, Tx } from '@rochdale/platform';
import './payment/whose-dues.queries.js';

// This room knows members and lines, which do not know each other.
defineMemberNames({
  formsOf,
  waysToCall,
  formsNear: pairsNear,
  isWithin: isNamedWithin,
  known: knownNames,
});
defineTakenNames(findLinesByName);

const pledges = sql(
  'dues.forget-pledges',
  `delete from dues.pledges where cooperative_id = $1 and member_id = $2`,
);
// What was never granted let nobody off anything, and is in no books.
const waivers = sql(
  'dues.forget-waivers',
  `delete from dues.waivers where cooperative_id = $1 and member_id = $2 and state <> 'granted'`,
);
const waiverReasons = sql(
  'dues.forget-reasons-of-waivers',
  `update dues.waivers set reason_sealed = null
   where cooperative_id = $1 and member_id = $2 and reason_sealed is not null`,
);
const payers = sql(
  'dues.forget-payers',
  `update dues.payments set payer_fingerprint = null
   where cooperative_id = $1 and member_id = $2 and payer_fingerprint is not null`,
);
const wordsOfCredit = sql(
  'dues.forget-words-of-credit',
  `update dues.credit_entries set because = null
   where cooperative_id = $1 and member_id = $2 and because is not null`,
);
const reasons = sql(
  'dues.forget-reasons',
  `update dues.credit_notes n set reason = ''
   from dues.invoices i
   where n.cooperative_id = $1 and i.cooperative_id = $1 and i.id = n.invoice_id
     and i.member_id = $2 and n.reason <> ''`,
);

// One that paid for others as well names who paid: them, or who paid for them. What was undone
// paid for nobody.
const lines = sql(
  'dues.find-lines-of-member',
  `with moved (bank_line_id, returns_line_id, amount_minor) as (
     select bank_line_id, returns_line_id, amount_minor from dues.payments
       where cooperative_id = $1 and member_id = $2 and bank_line_id is not null
     union all select bank_line_id, returns_line_id, amount_minor from dues.credit_entries
       where cooperative_id = $1 and member_id = $2 and bank_line_id is not null),
   stands as (
     select bank_line_id from moved group by bank_line_id having sum(amount_minor) <> 0)
   select bank_line_id as id from stands
   union select m.returns_line_id from moved m join stands using (bank_line_id)`,
);
const invoices = sql(
  'dues.find-invoices-of-member',
  `select id from dues.invoices where cooperative_id = $1 and member_id = $2`,
);

async function linesOf(tx: Tx, memberId: string): Promise<string[]> {
  const params = [tx.cooperativeId, memberId];
  const paid = await tx.rows<{ id: string | null }>(lines, params);
  const asked = await tx.rows<{ id: string }>(invoices, params);
  return [
    ...paid.flatMap(({ id }) => id ?? []),
    ...(await linesMatchedBy(
      tx,
      'invoice',
      asked.map(({ id }) => id),
    )),
    ...(await linesMatchedBy(tx, 'member', [memberId])),
  ];
}

/**
 * What a member chose to pay, why they asked for less, from where they paid and what a treasurer
 * wrote of it is gone. Invoices,
 * payments, credit and notes on them are of the books; clerks alone read them, and of the bank's
 * lines no longer who paid.
 */
export const forgetDues: ForgetMemberOf = async (tx, { memberId }) => {
  const params = [tx.cooperativeId, memberId];
  await tx.run(pledges, params);
  await tx.run(waivers, params);
  await tx.run(waiverReasons, params);
  await tx.run(payers, params);
  await tx.run(wordsOfCredit, params);
  await tx.run(reasons, params);
  await lockLinesOfErased(tx, { memberId, lineIds: await linesOf(tx, memberId) });
};
