import { Injectable } from '@nestjs/common';
import { FundQueries } from '@rochdale/treasury';
import { byId } from '../kit/keyed.js';
import { toFund } from './fund.type.js';

@Injectable()
export class FundLoader {
  readonly funds = byId((tx, ids) => this.queries.byIds(tx, ids), toFund);

  constructor(private readonly queries: FundQueries) {}
}
