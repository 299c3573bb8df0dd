import { Injectable } from '@nestjs/common';
import { columnsOf, permit, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { FundEntity } from './fund.entity.js';
import type { Fund } from './fund.js';

const columns = columnsOf(FundEntity);

const all = sql(
  'treasury.list-funds',
  `select ${columns} from treasury.funds where cooperative_id = $1
   order by closed_at is not null, key`,
);

const byIds = sql(
  'treasury.find-funds',
  `select ${columns} from treasury.funds where cooperative_id = $1 and id = any ($2)`,
);

/** Funds are public: what is set aside for what. */
@Injectable()
export class FundQueries {
  /** Open ones first, by key. */
  async all(tx: Tx): Promise<Fund[]> {
    permit(tx.actor, 'treasury.read');
    return tx.rows<Fund>(all, [tx.cooperativeId]);
  }

  /** The funds of these ids, in no order: a batch inside the reader's transaction. */
  async byIds(tx: Tx, ids: readonly string[]): Promise<Fund[]> {
    permit(tx.actor, 'treasury.read');
    return tx.rows<Fund>(byIds, [tx.cooperativeId, ids]);
  }
}
