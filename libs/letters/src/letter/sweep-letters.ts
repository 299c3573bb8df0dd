import { Injectable } from '@nestjs/common';
import { assert, dayOf, keptSince, permit, startOfDay, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { letterStore } from './letter.store.js';

/** Letters about accounts belong to no co-operative, whose daily job would drop them. */
@Injectable()
export class SweepLetters {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** How many went. @throws CodedError FORBIDDEN */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'letter.sweep');
    return this.unitOfWork.run(actor, async (tx) => {
      const since = keptSince('letters', { today: dayOf(tx.now), country: null });
      assert(since !== null, 'letters are kept for days');
      return letterStore.sweep(tx, startOfDay(since));
    });
  }
}
