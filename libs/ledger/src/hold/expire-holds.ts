import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { Ledger } from '../ledger.js';

const batchSize = 200;

/** Expires every hold of a co-operative whose time is over. Running it twice changes nothing. */
@Injectable()
export class ExpireHolds {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
  ) {}

  /**
   * @returns how many holds expired
   * @throws CodedError FORBIDDEN
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'hold.expire');
    let total = 0;
    for (;;) {
      const expired = await this.unitOfWork.run(actor, (tx) =>
        this.ledger.expireHolds(tx, batchSize),
      );
      total += expired.length;
      if (expired.length < batchSize) return total;
    }
  }
}
