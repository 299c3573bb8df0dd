import { Injectable } from '@nestjs/common';
import { FundQueries } from '@rochdale/treasury';
import type { Fund } from '@rochdale/treasury';
import type { GraphContext } from '../kit/graph-context.js';

/** Funds by id, once per request. */
@Injectable()
export class FundLoader {
  constructor(private readonly funds: FundQueries) {}

  load(graph: GraphContext, id: string): Promise<Fund | null> {
    return graph
      .loader<Fund>(this, async (tx, ids) => {
        const found = await this.funds.byIds(tx, ids);
        return new Map(found.map((fund) => [fund.id, fund]));
      })
      .load(id);
  }
}
