import { Injectable } from '@nestjs/common';
import { columnsOf, keysetList, permit, sql } from '@rochdale/platform';
import type { Day, Page, PageRequest, Tx } from '@rochdale/platform';
import { leftMinor, takenUntil } from './mandate.js';
import type { Billed } from './mandate.js';
import { MandateBillEntity } from './mandate-bill.entity.js';
import { mandateColumns } from './mandate.store.js';
import type { MandateRecord } from './mandate.store.js';

/** A bill that is owed, or was, by its mandate. */
export interface MandateBillView extends Readonly<
  Pick<MandateBillEntity, 'id' | 'mandateId' | 'billedOn' | 'handedInOn' | 'amountMinor'>
> {
  readonly expenseId: string;
  /** How its sender calls it; null where whoever entered it was erased. */
  readonly number: string | null;
  /** Whether it was a mistake, and counts under the cap no more. */
  readonly isVoided: boolean;
}

/** A mandate as it is today. */
export interface MandateView extends MandateRecord {
  /** What may still be billed in the period of today without a vote, in minor units. */
  readonly leftMinor: bigint;
  /** Whether bills are taken under it today. */
  readonly isInForce: boolean;
}

// $2: the day of today, in whose period it is asked.
const billed = `left join lateral (
  select coalesce(sum(b.amount_minor), 0)::bigint as in_all,
    coalesce(sum(b.amount_minor) filter (where b.period_start
      = date_trunc(m.period, least($2::date, m.ends_on)::timestamp)::date), 0)::bigint as in_period
  from expenses.mandate_bills b
  where b.cooperative_id = m.cooperative_id and b.mandate_id = m.id
    and b.state = 'owed') sums on true`;
const withBilled = `${mandateColumns}, sums.in_all as "inAllMinor",
  sums.in_period as "inPeriodMinor"`;

type Found = MandateRecord & Billed;

const all = sql(
  'expenses.list-mandates',
  `select ${withBilled} from expenses.mandates m ${billed} where m.cooperative_id = $1
   order by m.ended_at desc nulls first, m.ends_on desc, m.key limit 200`,
);

const ofExpenses = sql(
  'expenses.find-mandates-of-expenses',
  `select ${withBilled}, ${columnsOf(MandateBillEntity, { of: 'own', only: ['expenseId'] })}
   from expenses.mandate_bills own
   join expenses.mandates m on m.cooperative_id = own.cooperative_id and m.id = own.mandate_id
   ${billed}
   where own.cooperative_id = $1 and own.expense_id = any ($3::uuid[])`,
);

const bills = keysetList<MandateBillView>({
  name: 'expenses.list-bills-of-mandate',
  select: `${columnsOf(MandateBillEntity, {
    of: 'b',
    only: ['id', 'mandateId', 'expenseId', 'billedOn', 'handedInOn', 'amountMinor'],
  })}, b.state = 'voided' as "isVoided",
    case when e.locked_at is null then e.bill_number end as number`,
  from: `expenses.mandate_bills b join expenses.expenses e
    on e.cooperative_id = b.cooperative_id and e.id = b.expense_id`,
  where: 'b.cooperative_id = :cooperativeId',
  keys: [
    { column: 'b.billed_on', field: 'billedOn', type: 'day' },
    { column: 'b.id', field: 'id', type: 'id' },
  ],
  parent: { column: 'b.mandate_id', field: 'mandateId' },
});

/** What members allowed to be paid again and again. For members. */
@Injectable()
export class MandateQueries {
  /** Those in force first, then those that were, the latest first. */
  async all(tx: Tx): Promise<MandateView[]> {
    permit(tx.actor, 'mandate.read');
    const today = await tx.today();
    const found = await tx.rows<Found>(all, [tx.actor.cooperativeId, today]);
    return found.map((mandate) => asOf(today, mandate));
  }

  /** Under which mandates expenses were paid, by expense; those that were are in it. */
  async ofExpenses(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, MandateView>> {
    permit(tx.actor, 'mandate.read');
    const today = await tx.today();
    const found = await tx.rows<Found & { readonly expenseId: string }>(ofExpenses, [
      tx.actor.cooperativeId,
      today,
      ids,
    ]);
    return new Map(found.map(({ expenseId, ...mandate }) => [expenseId, asOf(today, mandate)]));
  }

  /** What was billed under each, the latest first. @throws CodedError INVALID_CURSOR */
  async billPages(
    tx: Tx,
    mandateIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<MandateBillView>>> {
    permit(tx.actor, 'mandate.read');
    return bills.pages(tx, mandateIds, request);
  }
}

function asOf(today: Day, { inAllMinor, inPeriodMinor, ...mandate }: Found): MandateView {
  const { endedAt, startsOn } = mandate;
  const isInForce = endedAt === null && startsOn <= today && takenUntil(mandate) >= today;
  const left = isInForce ? leftMinor(mandate, { inAllMinor, inPeriodMinor }) : 0n;
  return { ...mandate, isInForce, leftMinor: left };
}
