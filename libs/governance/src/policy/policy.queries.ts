import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { columnsOf, permit, sql } from '@rochdale/platform';
import { PolicyEntity } from './policy.entity.js';

export type PolicyView = Readonly<Omit<PolicyEntity, 'cooperativeId' | 'adoptedByMemberId'>>;

const columns = columnsOf(PolicyEntity, { without: ['cooperativeId', 'adoptedByMemberId'] });

const inForce = sql(
  'governance.list-policies-in-force',
  `select ${columns} from governance.policies where cooperative_id = $1
     and retired_at is null order by key limit 500`,
);

const byIds = sql(
  'governance.find-policies',
  `select ${columns} from governance.policies where cooperative_id = $2 and id = any ($1::uuid[])`,
);

/** By which rules a co-operative decides. Public: anybody may know. */
@Injectable()
export class PolicyQueries {
  async inForce(tx: Tx): Promise<PolicyView[]> {
    permit(tx.actor, 'policy.read');
    return tx.rows<PolicyView>(inForce, [tx.actor.cooperativeId]);
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<PolicyView[]> {
    permit(tx.actor, 'policy.read');
    return tx.rows<PolicyView>(byIds, [ids, tx.actor.cooperativeId]);
  }
}
