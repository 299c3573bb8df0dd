import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Miscount } from './recount.js';
import { beforeEveryId, recountAfter } from './recount.queries.js';

/**
 * Counts every decided proposal again from its ballots, under the rule frozen in it, and says where
 * the record differs. Finds nothing unless somebody changed what is never changed.
 */
@Injectable()
export class RecountOutcomes {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN for everybody but the service itself */
  async execute(actor: Actor): Promise<readonly Miscount[]> {
    permit(actor, 'vote.recount');
    const found: Miscount[] = [];
    let after: string | null = beforeEveryId;
    while (after !== null) {
      const start: string = after;
      const batch = await this.unitOfWork.read(actor, (tx) => recountAfter(tx, start));
      found.push(...batch.miscounts);
      ({ after } = batch);
    }
    return found;
  }
}
