import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { BrokenLaws, daysLater, permit, UnitOfWork } from '@rochdale/platform';
import { recountLaw } from './recount.js';
import { recountNewest, recountTurn } from './recount.queries.js';
import { recountTurnStore } from './recount-turn.store.js';

/** Two nights look at what was decided last: one of them may be missed. */
const newestDays = 2;

/**
 * Counts some of the decided votes again, every night: the newest, and the next four hundred of the
 * others, from where the night before came to, so that a night costs the same whatever history
 * there is and none is left out for good. Says what it finds as any other law that is broken.
 */
@Injectable()
export class RecountByTurns {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly brokenLaws: BrokenLaws,
  ) {}

  /**
   * What was found is told before the turn goes on: a night that died counts the same ones again.
   *
   * @throws CodedError FORBIDDEN for everybody but the service itself; UNAVAILABLE or CONFLICT, so
   *   that the job is tried again
   */
  async execute(actor: Actor): Promise<void> {
    permit(actor, 'vote.recount');
    const { from, to, found } = await this.unitOfWork.read(actor, async (tx) => {
      const since = daysLater(tx.now, -newestDays);
      const newest = await recountNewest(tx, since);
      const turn = await recountTurn(tx, await recountTurnStore.find(tx), since);
      return { ...turn, found: [...newest, ...turn.miscounts] };
    });
    if (found.length > 0) {
      await this.brokenLaws.tell(actor, [{ name: recountLaw.name, rows: found.length }]);
    }
    if (to.proposalId === from.proposalId) return;
    await this.unitOfWork.run(actor, (tx) => recountTurnStore.move(tx, from, to));
  }
}
