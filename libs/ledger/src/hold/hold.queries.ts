import { Injectable } from '@nestjs/common';
import {
  isId,
  keysetPage,
  permit,
  platformErrors,
  sql,
  toPage,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor, Page, PageRequest, Statement } from '@rochdale/platform';
import type { HoldState } from './hold.js';

/** A hold as members see it. */
export interface HoldView {
  readonly id: string;
  readonly accountId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly sourceKind: string;
  readonly sourceId: string;
  readonly placedAt: Date;
  readonly expiresAt: Date | null;
  readonly state: HoldState;
  readonly postedMinor: bigint | null;
  readonly transactionId: string | null;
  readonly resolvedAt: Date | null;
}

const columns = `id, account_id as "accountId", currency, amount_minor as "amountMinor",
  source_kind as "sourceKind", source_id as "sourceId", placed_at as "placedAt",
  expires_at as "expiresAt", state, posted_minor as "postedMinor",
  transaction_id as "transactionId", resolved_at as "resolvedAt"`;

function pageStatement(name: string, backwards: boolean): Statement {
  const [past, order] = backwards ? ['>', 'asc'] : ['<', 'desc'];
  // Ids of holds are in order of time, so they are the whole sort key.
  return sql(
    name,
    `select ${columns} from ledger.holds
     where cooperative_id = $1 and ($2::uuid is null or id ${past} $2)
       and ($3::uuid is null or account_id = $3) and ($4::text is null or state = $4)
     order by id ${order} limit $5`,
  );
}

const newestFirst = pageStatement('ledger.holds-newest', false);
const oldestFirst = pageStatement('ledger.holds-oldest', true);

function parseCursorId(text: string): string {
  if (isId(text)) return text;
  throw platformErrors.error('INVALID_CURSOR', 'This is not a cursor of this list.');
}

/** Reservations. They say what is about to be paid, so members read them, strangers do not. */
@Injectable()
export class HoldQueries {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Newest first. */
  async page(
    actor: Actor,
    filter: { readonly accountId?: string; readonly state?: HoldState },
    request: PageRequest,
  ): Promise<Page<HoldView>> {
    permit(actor, 'ledger.read');
    const page = keysetPage(request, { parts: 1 });
    const key = page.key?.[0];
    const rows = await this.unitOfWork.read(actor, (tx) =>
      tx.rows<HoldView>(page.backwards ? oldestFirst : newestFirst, [
        tx.cooperativeId,
        key === undefined ? null : parseCursorId(key),
        filter.accountId ?? null,
        filter.state ?? null,
        page.limit,
      ]),
    );
    return toPage(page, rows, (row) => [row.id]);
  }
}
