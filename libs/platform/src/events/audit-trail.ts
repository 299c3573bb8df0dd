import type { Tx } from '../db/tx.js';
import { sql } from '../db/statement.js';
import { keysetPage, toPage } from '../kernel/page.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { permit } from '../kernel/permissions.js';
import type { FactVisibility } from './fact.js';
import '../jobs/job.permissions.js';

/** A fact as an auditor reads it: who, what, when, through what. */
export interface AuditEntry {
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly visibility: FactVisibility;
  readonly data: Readonly<Record<string, unknown>>;
  readonly actorKind: string;
  readonly accountId: string | null;
  readonly memberId: string | null;
  readonly partnerId: string | null;
  readonly via: string;
  readonly requestId: string;
  readonly occurredAt: Date;
}

export interface AuditFilter {
  readonly subjectKind?: string | null;
  readonly subjectId?: string | null;
  readonly type?: string | null;
}

const list = (order: 'asc' | 'desc', compare: '>' | '<') => `select position, id, type,
    subject_kind as "subjectKind", subject_id as "subjectId", visibility, data,
    actor_kind as "actorKind", account_id as "accountId", member_id as "memberId",
    partner_id as "partnerId", via, request_id as "requestId", occurred_at as "occurredAt"
  from platform.facts
  where cooperative_id = $1 and ($2::text is null or subject_kind = $2)
    and ($3::uuid is null or subject_id = $3) and ($4::text is null or type = $4)
    and ($5::bigint is null or position ${compare} $5)
  order by position ${order} limit $6`;
const newestFirst = sql('platform.audit-trail', list('desc', '<'));
const oldestFirst = sql('platform.audit-trail-backwards', list('asc', '>'));

/** The event log, read as the audit trail. Newest first. @throws CodedError FORBIDDEN */
export async function auditTrail(
  tx: Tx,
  request: PageRequest,
  filter: AuditFilter,
): Promise<Page<AuditEntry>> {
  permit(tx.actor, 'audit.read');
  const page = keysetPage(request, { parts: 1 });
  const rows = await tx.rows<AuditEntry>(page.backwards ? oldestFirst : newestFirst, [
    tx.cooperativeId,
    filter.subjectKind ?? null,
    filter.subjectId ?? null,
    filter.type ?? null,
    page.key?.[0] ?? null,
    page.limit,
  ]);
  return toPage(page, rows, (row) => [row.position.toString()]);
}
