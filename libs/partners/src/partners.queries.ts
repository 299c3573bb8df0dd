import { Injectable } from '@nestjs/common';
import { keysetList, may, permit, platformErrors, sql } from '@rochdale/platform';
import type { Actor, Page, PageRequest, Tx } from '@rochdale/platform';
import { partnerStore } from './partner/partner.store.js';
import type { MeterRow, PartnerRow } from './partner/partner.store.js';
import { periodStore } from './period/period.store.js';
import type { UsagePeriodRow } from './period/period.store.js';
import { poolPolicyStore } from './pool/pool-policy.store.js';
import type { PoolPolicyRow } from './pool/pool-policy.store.js';
import { statementColumns } from './statement/statement.store.js';
import type { UsageStatementRow } from './statement/statement.store.js';

export interface UsageStatementFilter {
  readonly partnerId?: string | null;
  readonly state?: UsageStatementRow['state'] | null;
  /** Drawn up at this moment or later. */
  readonly from?: Date | null;
  /** Drawn up before this moment. */
  readonly before?: Date | null;
}

const statements = keysetList<UsageStatementRow, UsageStatementFilter>({
  name: 'partners.list-statements',
  select: statementColumns,
  from: 'partners.statements',
  where: 'cooperative_id = :cooperativeId',
  keys: [
    { column: 'created_at', field: 'createdAt', type: 'instant' },
    { column: 'id', field: 'id', type: 'id' },
  ],
  filters: {
    partnerId: 'partner_id = :partnerId::uuid',
    state: 'state = :state',
    from: 'created_at >= :from',
    before: 'created_at < :before',
  },
});
const byIds = sql(
  'partners.find-statements',
  `select ${statementColumns} from partners.statements
   where cooperative_id = $1 and id = any($2::uuid[]) and ($3::boolean or partner_id = $4::uuid)`,
);

/** What is seen of partners: the business by everyone, the statements by clerks and by itself. */
@Injectable()
export class PartnerQueries {
  async partners(tx: Tx): Promise<PartnerRow[]> {
    permit(tx.actor, 'partner.read');
    return partnerStore.all(tx);
  }

  async partnersByIds(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, PartnerRow>> {
    permit(tx.actor, 'partner.read');
    return new Map((await partnerStore.byIds(tx, ids)).map((row) => [row.id, row]));
  }

  async meters(tx: Tx): Promise<MeterRow[]> {
    permit(tx.actor, 'partner.read');
    return partnerStore.meters(tx);
  }

  async poolPolicy(tx: Tx): Promise<PoolPolicyRow | null> {
    permit(tx.actor, 'partner.read');
    return poolPolicyStore.current(tx);
  }

  /** For clerks; a partner finds none. */
  async periodsByIds(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, UsagePeriodRow>> {
    permit(tx.actor, 'usage-statement.read');
    if (!may(tx.actor, 'usage-period.read').allowed) return new Map();
    return new Map((await periodStore.byIds(tx, ids)).map((row) => [row.id, row]));
  }

  /** Newest first. A partner sees its own only. */
  async statements(
    tx: Tx,
    request: PageRequest,
    filter: UsageStatementFilter = {},
  ): Promise<Page<UsageStatementRow>> {
    permit(tx.actor, 'usage-statement.read');
    const partnerId = onlyOf(tx.actor) ?? filter.partnerId ?? null;
    return statements.page(tx, request, { filter: { ...filter, partnerId } });
  }

  async statementsByIds(
    tx: Tx,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, UsageStatementRow>> {
    permit(tx.actor, 'usage-statement.read');
    const partnerId = onlyOf(tx.actor);
    const params = [tx.cooperativeId, ids, partnerId === null, partnerId];
    const rows = await tx.rows<UsageStatementRow>(byIds, params);
    return new Map(rows.map((row) => [row.id, row]));
  }
}

/** The partner whose statements alone the reader sees; null for who is none and sees all. */
function onlyOf({ kind, partnerId }: Actor): string | null {
  if (kind !== 'partner' || partnerId !== null) return partnerId;
  throw platformErrors.error('FORBIDDEN', 'You are no partner here.');
}
