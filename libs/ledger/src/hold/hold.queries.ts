import { Injectable } from '@nestjs/common';
import { columnsOf, keysetList, permit } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { HoldEntity } from './hold.entity.js';
import type { HoldState } from './hold.js';

const without = ['cooperativeId', 'idempotencyKey', 'fingerprint'] as const;

/** A hold as clerks see it. */
export type HoldView = Readonly<Omit<HoldEntity, (typeof without)[number]>>;

export interface HoldFilter {
  readonly accountId?: string;
  readonly state?: HoldState;
}

const holds = keysetList<HoldView, HoldFilter>({
  name: 'ledger.list-holds',
  select: columnsOf(HoldEntity, { without }),
  from: 'ledger.holds',
  where: 'cooperative_id = :cooperativeId',
  // Ids of holds are in order of time, so they are the whole sort key.
  keys: [{ column: 'id', field: 'id', type: 'id' }],
  filters: { accountId: 'account_id = :accountId::uuid', state: 'state = :state' },
  coarse: ['accountId', 'state'],
});

/** Reservations. They say what is about to be paid, and to one person, so clerks read them. */
@Injectable()
export class HoldQueries {
  /** Newest first. */
  async page(tx: Tx, filter: HoldFilter, request: PageRequest): Promise<Page<HoldView>> {
    permit(tx.actor, 'ledger.read-all');
    return holds.page(tx, request, { filter });
  }
  async byIds(tx: Tx, ids: readonly string[]): Promise<HoldView[]> {
    permit(tx.actor, 'ledger.read-all');
    return holds.find(tx, ids);
  }
}
