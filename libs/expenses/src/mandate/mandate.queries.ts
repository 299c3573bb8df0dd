import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import { Payouts } from '@rochdale/payouts';
import { columnsOf, keysetList, permit, sql } from '@rochdale/platform';
import type { Day, Page, PageRequest, Tx } from '@rochdale/platform';
import type { ExpenseStatus } from '../expense/expense.js';
import { leftMinor, takenUntil } from './mandate.js';
import type { Billed } from './mandate.js';
import { MandateBillEntity } from './mandate-bill.entity.js';
import { mandateColumns } from './mandate.store.js';
import type { MandateRecord } from './mandate.store.js';
import { otherTreasurers } from './releasers.js';

/** A bill that is owed, or was, by its mandate. */
export interface MandateBillView extends Readonly<
  Pick<MandateBillEntity, 'id' | 'mandateId' | 'billedOn' | 'handedInOn' | 'amountMinor'>
> {
  readonly expenseId: string;
  /** How its sender calls it; null where whoever entered it was erased. */
  readonly number: string | null;
  readonly status: ExpenseStatus;
  /** For whoever decides what is theirs to void. */
  readonly enteredByMemberId: string;
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

/**
 * What is owed by mandates of $1, each summed once, however many of its expenses are asked for.
 * $2: the day of today, in whose period it is asked.
 */
const owedBy = (which: string) => `left join (
  select b.mandate_id, sum(b.amount_minor) as in_all,
    sum(b.amount_minor) filter (where b.period_start
      = date_trunc(s.period, least($2::date, s.ends_on)::timestamp)::date) as in_period
  from expenses.mandates s join expenses.mandate_bills b
    on b.cooperative_id = s.cooperative_id and b.mandate_id = s.id and b.state = 'owed'
  where s.cooperative_id = $1 ${which} group by b.mandate_id) owed on owed.mandate_id = m.id`;
const withOwed = `${mandateColumns}, coalesce(owed.in_all, 0)::bigint as "inAllMinor",
  coalesce(owed.in_period, 0)::bigint as "inPeriodMinor"`;

type Found = MandateRecord & Billed;

const all = sql(
  'expenses.list-mandates',
  `select ${withOwed} from expenses.mandates m ${owedBy('')} where m.cooperative_id = $1
   order by m.ended_at desc nulls first, m.ends_on desc, m.key limit 200`,
);

const asked = `and s.id in (select own.mandate_id from expenses.mandate_bills own
  where own.cooperative_id = $1 and own.expense_id = any ($3::uuid[]))`;
const ofExpenses = sql(
  'expenses.find-mandates-of-expenses',
  `select ${withOwed}, ${columnsOf(MandateBillEntity, { of: 'own', only: ['expenseId'] })}
   from expenses.mandate_bills own
   join expenses.mandates m on m.cooperative_id = own.cooperative_id and m.id = own.mandate_id
   ${owedBy(asked)}
   where own.cooperative_id = $1 and own.expense_id = any ($3::uuid[])`,
);

const bills = keysetList<MandateBillView>({
  name: 'expenses.list-bills-of-mandate',
  select: `${columnsOf(MandateBillEntity, {
    of: 'b',
    only: ['id', 'mandateId', 'expenseId', 'billedOn', 'handedInOn', 'amountMinor'],
  })}, e.status, e.submitter_member_id as "enteredByMemberId", b.state = 'voided' as "isVoided",
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
  constructor(
    private readonly members: MemberDirectory,
    private readonly payouts: Payouts,
  ) {}

  /** Whether somebody else could release what the actor enters. @throws CodedError FORBIDDEN */
  async isReleasable(tx: Tx): Promise<boolean> {
    permit(tx.actor, 'mandate.bill');
    return (await otherTreasurers(tx, this.members)).length > 0;
  }

  /** Of these, those whose money was let go already. @throws CodedError FORBIDDEN */
  async beingPaid(tx: Tx, expenseIds: readonly string[]): Promise<ReadonlySet<string>> {
    permit(tx.actor, 'mandate.bill');
    return this.payouts.beingPaid(tx, 'expense', expenseIds);
  }

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
