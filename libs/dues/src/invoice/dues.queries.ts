import { Injectable } from '@nestjs/common';
import { keysetList, permit, sql } from '@rochdale/platform';
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
}

const invoices = keysetList<InvoiceRow, InvoiceFilter>({
  name: 'dues.list-invoices',
  select: invoiceColumns,
  from: 'dues.invoices',
  where: 'cooperative_id = :cooperativeId',
  keys: [{ column: 'number', field: 'number', type: 'whole' }],
  filters: { memberId: 'member_id = :memberId::uuid', state: 'state = :state' },
});
const byIds = sql(
  'dues.find-invoices',
  `select ${invoiceColumns} from dues.invoices
   where cooperative_id = $1 and id = any($2::uuid[]) and ($3::uuid is null or member_id = $3)`,
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
    permit(tx.actor, 'dues-invoice.read-own');
    const { memberId } = tx.actor;
    return memberId === null ? null : ((await pledgeStore.current(tx, [memberId]))[0] ?? null);
  }

  /** Newest first. @throws CodedError FORBIDDEN for somebody else's, unless a clerk asks */
  async invoices(
    tx: Tx,
    request: PageRequest,
    filter: InvoiceFilter = {},
  ): Promise<Page<InvoiceRow>> {
    const wanted = filter.memberId ?? null;
    const isOwn = wanted !== null && wanted === tx.actor.memberId;
    permit(tx.actor, isOwn ? 'dues-invoice.read-own' : 'dues-invoice.read-all');
    return invoices.page(tx, request, { filter });
  }

  /** Invoices by id: clerks all of them, members their own. */
  async byIds(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, InvoiceRow>> {
    permit(tx.actor, 'dues-invoice.read-own');
    const isClerk = tx.actor.roles.has('treasurer') || tx.actor.roles.has('auditor');
    const onlyOf = isClerk ? null : tx.actor.memberId;
    const rows = await tx.rows<InvoiceRow>(byIds, [tx.cooperativeId, ids, onlyOf]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
