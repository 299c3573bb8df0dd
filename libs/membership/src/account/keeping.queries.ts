import { Injectable } from '@nestjs/common';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { cooperativeStore } from '../cooperative/cooperative.store.js';
import type { CooperativeRow } from '../cooperative/cooperative.store.js';
import { memberStore } from '../member/member.store.js';

/** What an account is kept for. */
@Injectable()
export class KeepingQueries {
  /**
   * The co-operatives in which the person belongs, did and was not erased, or waits for an answer.
   * Empty where the account can be erased by itself.
   */
  async own(tx: Tx): Promise<CooperativeRow[]> {
    permit(tx.actor, 'membership.read-own');
    const { accountId } = tx.actor;
    if (accountId === null) return [];
    const kept = await memberStore.keeping(tx, [accountId]);
    if (kept.length === 0) return [];
    return cooperativeStore.findMany(
      tx,
      kept.map(({ cooperativeId }) => cooperativeId),
    );
  }
}
