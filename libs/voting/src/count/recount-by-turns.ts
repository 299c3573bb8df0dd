import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { BrokenLaws, dayOf, daysBetween, daysLater, permit, UnitOfWork } from '@rochdale/platform';
import { recountLaw } from './recount.js';
import { recountTurn } from './recount.queries.js';

/** Two nights look at what was decided last: one of them may be missed. */
const newestDays = 2;

/**
 * Counts some of the decided votes again, every night: the newest, and four hundred others whose
 * turn it is, so that a night costs the same whatever history there is and none is left out for
 * good. Says what it finds as any other law that is broken.
 */
@Injectable()
export class RecountByTurns {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly brokenLaws: BrokenLaws,
  ) {}

  /**
   * @throws CodedError FORBIDDEN for everybody but the service itself; UNAVAILABLE, so that the job
   *   is tried again
   */
  async execute(actor: Actor): Promise<void> {
    permit(actor, 'vote.recount');
    const found = await this.unitOfWork.read(actor, (tx) =>
      recountTurn(tx, daysLater(tx.now, -newestDays), daysBetween('1970-01-01', dayOf(tx.now))),
    );
    if (found.length === 0) return;
    await this.brokenLaws.tell(actor, [{ name: recountLaw.name, rows: found.length }]);
  }
}
