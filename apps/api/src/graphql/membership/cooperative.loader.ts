import { Injectable } from '@nestjs/common';
import { CooperativeQueries } from '@rochdale/membership';
import { byKey, listsBy } from '../kit/keyed.js';

/** What everybody may see of co-operatives, by co-operative. */
@Injectable()
export class CooperativeLoader {
  readonly classes = listsBy(
    (tx, ids) => this.queries.classesOf(tx, ids),
    ({ cooperativeId }) => cooperativeId,
    (memberClass) => memberClass,
  );

  /** Null where nobody belongs. */
  readonly memberCounts = byKey(
    (tx, ids) => this.queries.memberCounts(tx, ids),
    (members) => members,
  );

  constructor(private readonly queries: CooperativeQueries) {}
}
