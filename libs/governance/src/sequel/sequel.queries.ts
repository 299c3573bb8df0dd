import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { may, permit } from '@rochdale/platform';
import type { RatificationRecord } from './ratification.store.js';
import { ratificationStore } from './ratification.store.js';

export type RatificationView = RatificationRecord;

/** What members said of decisions that were taken in an emergency. */
@Injectable()
export class SequelQueries {
  /**
   * Of these decisions, which the caller may read. Strangers read of a vote when it is decided, and
   * of a ratification then as well.
   *
   * @throws CodedError FORBIDDEN
   */
  async ratificationsOf(tx: Tx, ids: readonly string[]): Promise<readonly RatificationView[]> {
    permit(tx.actor, 'decision.read');
    const found = await ratificationStore.of(tx, ids);
    const isInside = may(tx.actor, 'proposal.read').allowed;
    return isInside ? found : found.filter(({ state }) => state !== 'pending');
  }
}
