import { Injectable } from '@nestjs/common';
import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

export interface PaidDues {
  readonly memberId: string;
  readonly paidMinor: bigint;
}

const byMember = sql(
  'dues.sum-paid-by-member',
  `select member_id as "memberId", sum(amount_minor)::bigint as "paidMinor" from dues.payments
   where cooperative_id = $1 and currency = $2 and paid_on < $4::date
     and (paid_on >= $3::date or recorded_at > $5::timestamptz)
   group by member_id order by member_id`,
);

/** What members paid, for the rooms that share it out. In the caller's transaction. */
@Injectable()
export class DuesPaid {
  /**
   * Dues that arrived from `from` up to but not including `to`, by member; with `knownSince` also
   * earlier ones whose bank lines came in after that moment, when their own span had been counted.
   */
  async byMember(
    tx: Tx,
    span: {
      readonly currency: string;
      readonly from: string;
      readonly to: string;
      readonly knownSince?: Date | null;
    },
  ): Promise<PaidDues[]> {
    const { currency, from, to, knownSince = null } = span;
    return tx.rows<PaidDues>(byMember, [tx.cooperativeId, currency, from, to, knownSince]);
  }
}
