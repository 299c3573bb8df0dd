import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { billKnown } from './bill.js';
import type { Bill } from './bill.js';

const known = sql(
  'expenses.find-known-bill',
  `select 1 as known from expenses.expenses e
   where e.cooperative_id = $1 and e.bill_partner_id = $2 and e.bill_hash = $3
     and e.bill_freed_at is null and e.status not in ('draft', 'rejected', 'withdrawn')`,
);

const refused = sql(
  'expenses.find-refused-bill',
  `select 1 as known from expenses.expenses e
   where e.cooperative_id = $1 and e.bill_partner_id = $2 and e.bill_hash = $3
     and e.bill_freed_at is null and e.status = 'rejected'`,
);

const claimedUnderMandate = sql(
  'expenses.find-bill-claimed-under-mandate',
  `select 1 as known from expenses.mandate_bills
   where cooperative_id = $1 and partner_id = $2 and bill_hash = $3 and freed_at is null
     and state = 'claimed'`,
);

/** Partners' bills that are claimed, owed or paid. The last word on them is a constraint's. */
export const knownBillsStore = {
  /** @throws CodedError BILL_KNOWN */
  async requireNew(tx: Tx, bill: Bill | null, path: readonly string[]): Promise<void> {
    if (bill === null) return;
    const found = await tx.maybeOne(known, [tx.cooperativeId, bill.partnerId, bill.hash]);
    if (found !== null) throw billKnown(path);
  },

  /** Whether a claim of it was rejected, and members did not let it in again since. */
  isRefused: async (tx: Tx, { partnerId, hash }: Bill): Promise<boolean> =>
    (await tx.maybeOne(refused, [tx.cooperativeId, partnerId, hash])) !== null,

  /** Whether it was handed in under a mandate, and above its cap: a claim pays it. */
  isClaimedUnderMandate: async (tx: Tx, partnerId: string, billHash: string): Promise<boolean> =>
    (await tx.maybeOne(claimedUnderMandate, [tx.cooperativeId, partnerId, billHash])) !== null,
};
