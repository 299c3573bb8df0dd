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

const versions = sql(
  'governance.list-versions-of-policy',
  `select ${columns} from governance.policies where cooperative_id = $1 and key = $2
   order by version desc limit 500`,
);

/** By which rules a co-operative decides. Public: anybody may know. */
@Injectable()
export class PolicyQueries {
  async inForce(tx: Tx): Promise<PolicyView[]> {
    permit(tx.actor, 'policy.read');
    return tx.rows<PolicyView>(inForce, [tx.actor.cooperativeId]);
  }

  /** Every version that there was of a policy, the newest first; none of a key that never was. */
  async history(tx: Tx, key: string): Promise<PolicyView[]> {
    permit(tx.actor, 'policy.read');
    return tx.rows<PolicyView>(versions, [tx.actor.cooperativeId, key]);
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<PolicyView[]> {
    permit(tx.actor, 'policy.read');
    return tx.rows<PolicyView>(byIds, [ids, tx.actor.cooperativeId]);
  }
}
