import { Injectable } from '@nestjs/common';
import { keysetList, permit } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
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

export interface HoldFilter {
  readonly accountId?: string;
  readonly state?: HoldState;
}

const holds = keysetList<HoldView, HoldFilter>({
  name: 'ledger.list-holds',
  select: columns,
  from: 'ledger.holds',
  where: 'cooperative_id = :cooperativeId',
  // Ids of holds are in order of time, so they are the whole sort key.
  keys: [{ column: 'id', field: 'id', type: 'id' }],
  filters: { accountId: 'account_id = :accountId::uuid', state: 'state = :state' },
});

/** Reservations. They say what is about to be paid, so members read them, strangers do not. */
@Injectable()
export class HoldQueries {
  /** Newest first. */
  async page(tx: Tx, filter: HoldFilter, request: PageRequest): Promise<Page<HoldView>> {
    permit(tx.actor, 'ledger.read');
    return holds.page(tx, request, { filter });
  }
}
