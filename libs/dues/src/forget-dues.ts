import { sql } from '@rochdale/platform';
import type { ForgetMemberOf } from '@rochdale/platform';

const pledges = sql(
  'dues.forget-pledges',
  `delete from dues.pledges where cooperative_id = $1 and member_id = $2`,
);
const waivers = sql(
  'dues.forget-waivers',
  `update dues.waivers set reason_sealed = null,
     state = case state when 'asked' then 'withdrawn' else state end
   where cooperative_id = $1 and member_id = $2 and (reason_sealed is not null or state = 'asked')`,
);
const payers = sql(
  'dues.forget-payers',
  `update dues.payments set payer_fingerprint = null
   where cooperative_id = $1 and member_id = $2 and payer_fingerprint is not null`,
);
const reasons = sql(
  'dues.forget-reasons',
  `update dues.credit_notes n set reason = ''
   from dues.invoices i
   where n.cooperative_id = $1 and i.cooperative_id = $1 and i.id = n.invoice_id
     and i.member_id = $2 and n.reason <> ''`,
);

/**
 * What a member chose to pay, why they asked for less and from where they paid is gone. Invoices,
 * payments, credit and notes on them are of the books; clerks alone read them.
 */
export const forgetDues: ForgetMemberOf = async (tx, { memberId }) => {
  const params = [tx.cooperativeId, memberId];
  await tx.run(pledges, params);
  await tx.run(waivers, params);
  await tx.run(payers, params);
  await tx.run(reasons, params);
};
