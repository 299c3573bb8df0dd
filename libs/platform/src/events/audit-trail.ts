import type { Tx } from '../db/tx.js';
import { mapPage } from '../list/page.js';
import type { Page, PageRequest } from '../list/page.js';
import type { Actor } from '../kernel/actor.js';
import { may, permit } from '../kernel/permissions.js';
import { dayOf, daysLater, startOfDay } from '../kernel/day.js';
import { keysetList } from '../list/keyset-list.js';
import { allFacts } from '../catalogue/fact.js';
import type { FactVisibility } from '../catalogue/fact.js';
import '../platform.permissions.js';

/**
 * A fact as an auditor reads it: who, what, when, through what. Of what is between a person and
 * those who keep their money, other readers learn what happened and on which day: it is about
 * nobody, of no request, and has no data.
 */
export interface AuditEntry {
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly subjectKind: string;
  readonly subjectId: string | null;
  readonly visibility: FactVisibility;
  readonly data: Readonly<Record<string, unknown>>;
  readonly actorKind: string;
  readonly accountId: string | null;
  readonly memberId: string | null;
  readonly partnerId: string | null;
  readonly via: string;
  readonly requestId: string | null;
  readonly occurredAt: Date;
}

export interface AuditFilter {
  readonly subjectKind?: string | null;
  readonly subjectId?: string | null;
  readonly type?: string | null;
  /** What this member did. */
  readonly memberId?: string | null;
  /** Happened at this moment or later. */
  readonly from?: Date | null;
  /** Happened before this moment. */
  readonly before?: Date | null;
}

// Positions follow time, give or take how long a transaction runs: a span of time is found by the
// positions of its ends.
const edge = (condition: string, direction: 'asc' | 'desc'): string =>
  `(select position from platform.facts where cooperative_id = :cooperativeId and ${condition}
    order by occurred_at ${direction}, position ${direction} limit 1)`;

/** What the trail is narrowed by, and the types that are told whole to whoever asks. */
interface ReadersFilter extends AuditFilter {
  readonly whole?: readonly string[] | null;
}

const columns = `position, id, type, subject_kind as "subjectKind", subject_id as "subjectId",
  visibility, data, actor_kind as "actorKind", account_id as "accountId", member_id as "memberId",
  partner_id as "partnerId", via, request_id as "requestId", occurred_at as "occurredAt"`;

const narrowed = {
  subjectKind: 'subject_kind = :subjectKind',
  type: 'type = :type',
  from: `occurred_at >= :from
    and position >= ${edge(`occurred_at >= :from::timestamptz - interval '1 hour'`, 'asc')}`,
  before: `occurred_at < :before
    and position <= ${edge(`occurred_at < :before::timestamptz + interval '1 hour'`, 'desc')}`,
} as const;

const facts = keysetList<AuditEntry, ReadersFilter>({
  name: 'platform.list-facts',
  select: columns,
  from: 'platform.facts',
  where: 'cooperative_id = :cooperativeId',
  keys: [{ column: 'position', field: 'position', type: 'whole' }],
  filters: {
    ...narrowed,
    subjectId: 'subject_id = :subjectId::uuid',
    memberId: 'member_id = :memberId::uuid',
    whole: `(visibility <> 'private' or type = any(:whole::text[]))`,
  },
  coarse: ['subjectKind', 'type', 'whole'],
});

// A list of its own: its cursors are not taken where they would say what happened before what.
const blanked = keysetList<AuditEntry, Omit<AuditFilter, 'subjectId' | 'memberId'>>({
  name: 'platform.list-blanked-facts',
  select: columns,
  from: 'platform.facts',
  where: `cooperative_id = :cooperativeId and visibility = 'private'`,
  keys: [{ column: 'position', field: 'position', type: 'whole' }],
  filters: narrowed,
  // Its rows are about nobody.
  coarse: ['subjectKind', 'type', 'from', 'before'],
});

/** The private facts that are told whole to this reader; one of no known type is told to nobody. */
function toldWhole(actor: Actor): ReadonlySet<string> {
  const told = [...allFacts().values()].filter(({ wholeFor, privatelyFor }) => {
    const permission = wholeFor ?? privatelyFor;
    return permission !== null && may(actor, permission).allowed;
  });
  return new Set(told.map(({ type }) => type));
}

const ofNobody = {
  subjectId: null,
  data: {},
  accountId: null,
  memberId: null,
  partnerId: null,
  requestId: null,
} as const;

const dayStart = (instant: Date): Date => startOfDay(dayOf(instant));

/** The first day that begins no earlier. */
const nextDayStart = (instant: Date): Date =>
  dayStart(daysLater(new Date(instant.getTime() - 1), 1));

/**
 * Facts of one type that this reader is not told whole, of days that are over: beside a neighbour
 * that is about somebody, or by being there since a minute ago, each would be about them as well.
 */
async function blankedFacts(
  tx: Tx,
  request: PageRequest,
  { subjectKind = null, type = null, from = null, before = null }: AuditFilter,
): Promise<Page<AuditEntry>> {
  const today = dayStart(tx.now);
  const isPast = before !== null && before < today;
  const page = await blanked.page(tx, request, {
    filter: {
      subjectKind,
      type,
      from: from === null ? null : nextDayStart(from),
      before: isPast ? dayStart(before) : today,
    },
  });
  return mapPage(page, (row): AuditEntry => ({
    ...row,
    ...ofNobody,
    occurredAt: dayStart(row.occurredAt),
  }));
}

/**
 * The event log, read as the audit trail, newest first: what is told whole to the reader. Of the
 * rest they learn, type by type, on which day it happened.
 *
 * @throws CodedError FORBIDDEN
 */
export async function auditTrail(
  tx: Tx,
  request: PageRequest,
  filter: AuditFilter,
): Promise<Page<AuditEntry>> {
  permit(tx.actor, 'audit.read');
  const whole = toldWhole(tx.actor);
  const { subjectId = null, memberId = null, type = null } = filter;
  // Whom a fact is about is not told by finding it under their name either.
  const isOfSomebody = subjectId !== null || memberId !== null;
  const isTold = type === null || whole.has(type) || isKnownToMore(type);
  if (!isTold && !isOfSomebody) return blankedFacts(tx, request, filter);
  return facts.page(tx, request, { filter: { ...filter, whole: [...whole] } });
}

/** Facts of this type are told to members, or to everybody. */
const isKnownToMore = (type: string): boolean =>
  (allFacts().get(type)?.visibility ?? 'private') !== 'private';
