import { Injectable } from '@nestjs/common';
import { keysetList, may, permit, platformErrors, sql } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { planStore } from '../plan/plan.store.js';
import type { PlanRow } from '../plan/plan.store.js';
import { pledgeStore } from '../pledge/pledge.store.js';
import type { PledgeRow } from '../pledge/pledge.store.js';
import { invoiceColumns } from './invoice.store.js';
import type { InvoiceRow } from './invoice.store.js';

export interface InvoiceFilter {
  readonly memberId?: string | null;
  readonly state?: InvoiceRow['state'] | null;
  readonly planId?: string | null;
  /** The whole reference, as it stands on the invoice. */
  readonly reference?: string | null;
  /** Issued at this moment or later. */
  readonly from?: Date | null;
  /** Issued before this moment. */
  readonly before?: Date | null;
}

/** By when they were issued, or by the day they are due: what is due first comes first. */
export type InvoiceOrder = 'issued' | 'due';

// Invoices are numbered as they are issued, give or take what was issued at once: the numbers of a
// span of time are a span of numbers, which is found by its ends.
const edge = (condition: string, direction: 'asc' | 'desc'): string =>
  `(select number from dues.invoices where cooperative_id = :cooperativeId and ${condition}
    order by issued_at ${direction}, number ${direction} limit 1)`;

const invoices = keysetList<InvoiceRow, InvoiceFilter>({
  name: 'dues.list-invoices',
  select: invoiceColumns,
  from: 'dues.invoices',
  where: 'cooperative_id = :cooperativeId',
  keys: [{ column: 'number', field: 'number', type: 'whole' }],
  filters: {
    memberId: 'member_id = :memberId::uuid',
    state: 'state = :state',
    planId: 'plan_id = :planId::uuid',
    reference: 'reference = :reference',
    from: `issued_at >= :from
      and number >= ${edge(`issued_at >= :from::timestamptz - interval '1 hour'`, 'asc')}`,
    before: `issued_at < :before
      and number <= ${edge(`issued_at < :before::timestamptz + interval '1 hour'`, 'desc')}`,
  },
  coarse: ['state'],
});
const inOrder: Readonly<Record<InvoiceOrder, typeof invoices>> = {
  issued: invoices,
  due: invoices.ordered({
    name: 'by-due-day',
    keys: [
      { column: 'due_on', field: 'dueOn', type: 'day' },
      { column: 'number', field: 'number', type: 'whole' },
    ],
    order: 'ascending',
    filters: ['memberId', 'state'],
  }),
};
const byIds = sql(
  'dues.find-invoices',
  `select ${invoiceColumns} from dues.invoices
   where cooperative_id = $1 and id = any($2::uuid[])
     and ($3::boolean or member_id = $4::uuid)`,
);

const ownNumbers = sql(
  'dues.count-own-invoices',
  `select id, "ownNumber" from (
     select id, row_number() over (order by number) as "ownNumber" from dues.invoices
     where cooperative_id = $1 and member_id = $2) own
   where id = any($3::uuid[])`,
);

/** What members see of their own dues, and clerks of everybody's. */
@Injectable()
export class DuesQueries {
  async plans(tx: Tx): Promise<PlanRow[]> {
    permit(tx.actor, 'dues-plan.read');
    return planStore.all(tx);
  }

  async plansByIds(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, PlanRow>> {
    permit(tx.actor, 'dues-plan.read');
    return new Map((await planStore.byIds(tx, ids)).map((plan) => [plan.id, plan]));
  }

  async ownPledge(tx: Tx): Promise<PledgeRow | null> {
    permit(tx.actor, 'dues-pledge.read-own');
    const { memberId } = tx.actor;
    return memberId === null ? null : ((await pledgeStore.current(tx, [memberId]))[0] ?? null);
  }

  /**
   * Newest first, or by the day they are due, where they can be narrowed by member and state.
   *
   * @throws CodedError FORBIDDEN for somebody else's, unless a clerk asks
   */
  async invoices(
    tx: Tx,
    request: PageRequest,
    filter: InvoiceFilter = {},
    orderBy: InvoiceOrder = 'issued',
  ): Promise<Page<InvoiceRow>> {
    const wanted = filter.memberId ?? null;
    const isOwn = wanted !== null && wanted === tx.actor.memberId;
    permit(tx.actor, isOwn ? 'dues-invoice.read-own' : 'dues-invoice.read-all');
    return inOrder[orderBy].page(tx, request, { filter });
  }

  /** Those of whoever asks. @throws CodedError FORBIDDEN also for a clerk who is no member */
  async ownInvoices(
    tx: Tx,
    request: PageRequest,
    filter: Omit<InvoiceFilter, 'memberId'> = {},
    orderBy: InvoiceOrder = 'issued',
  ): Promise<Page<InvoiceRow>> {
    permit(tx.actor, 'dues-invoice.read-own');
    const { memberId } = tx.actor;
    if (memberId === null) throw platformErrors.error('FORBIDDEN', 'You are no member here.');
    return inOrder[orderBy].page(tx, request, { filter: { ...filter, memberId } });
  }

  /** Invoices by id: clerks all of them, members their own. */
  async byIds(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, InvoiceRow>> {
    permit(tx.actor, 'dues-invoice.read-own');
    const readsAll = may(tx.actor, 'dues-invoice.read-all').allowed;
    const params = [tx.cooperativeId, ids, readsAll, tx.actor.memberId];
    const rows = await tx.rows<InvoiceRow>(byIds, params);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /**
   * What invoices are numbered for who reads only their own: the place of each among those, from 1.
   * The co-operative's numbers would tell by their gaps how many others are asked.
   */
  async ownNumbers(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
    permit(tx.actor, 'dues-invoice.read-own');
    const params = [tx.cooperativeId, tx.actor.memberId, ids];
    const rows = await tx.rows<{ id: string; ownNumber: bigint }>(ownNumbers, params);
    return new Map(rows.map(({ id, ownNumber }) => [id, ownNumber]));
  }
}
