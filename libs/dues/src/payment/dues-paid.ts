import { Injectable } from '@nestjs/common';
import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

export interface PaidDues {
  readonly memberId: string;
  readonly paidMinor: bigint;
}

const shareOut = sql(
  'dues.assign-payments',
  `with arrived as (
     select p.id, p.member_id, p.amount_minor from dues.payments p
     where p.cooperative_id = $1 and p.currency = $2
       and p.paid_on >= $3::date and p.paid_on < $4::date
       and not exists (select 1 from dues.shared_payments s
         where s.cooperative_id = $1 and s.payment_id = p.id)
   ), shared as (
     insert into dues.shared_payments (payment_id, cooperative_id, shared_in_id, shared_at)
     select p.id, $1, $5, $6 from arrived p
     where p.member_id in (select member_id from arrived
       group by member_id having sum(amount_minor) >= 0)
     returning payment_id)
   select p.member_id as "memberId", sum(p.amount_minor)::bigint as "paidMinor"
   from dues.payments p where p.cooperative_id = $1 and p.id in (select payment_id from shared)
   group by p.member_id having sum(p.amount_minor) > 0 order by p.member_id`,
);

/** What members paid, for the room that shares it out. In the caller's transaction. */
@Injectable()
export class DuesPaid {
  /**
   * Dues that arrived from `since` up to but not including `to` and were not shared out before, by
   * member; from then on they are, in the span `sharedInId`. One that is booked meanwhile, or whose
   * bank line comes in later, is left for the next span: each counts once. What was taken back is
   * less of the same; who had more taken back than they paid is left for the next span as well, so
   * that nobody's dues are below nothing. One caller at a time.
   */
  async shareOut(
    tx: Tx,
    span: {
      readonly currency: string;
      readonly since: string;
      readonly to: string;
      readonly sharedInId: string;
    },
  ): Promise<PaidDues[]> {
    const { currency, since, to, sharedInId } = span;
    const { cooperativeId, now } = tx;
    return tx.rows<PaidDues>(shareOut, [cooperativeId, currency, since, to, sharedInId, now]);
  }
}
