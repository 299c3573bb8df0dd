import { Injectable } from '@nestjs/common';
import { permit, Turns, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { Ledger } from '../ledger.js';
import { holdStore } from './hold.store.js';

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
   * @throws CodedError FORBIDDEN; Error of those that could not, after all had their turn
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'hold.expire');
    const ids = await this.unitOfWork.read(actor, (tx) => holdStore.listDue(tx));
    const turns = new Turns();
    const expired = await turns.some(ids, batchSize, async (some) => {
      const done = await this.unitOfWork.run(actor, (tx) => this.ledger.expireHolds(tx, some));
      return done.length;
    });
    turns.end();
    return expired;
  }
}
