import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { appealStore } from '../appeal/appeal.store.js';
import { giveBackStanding, settleAppeal, tellLate } from './settling.js';

/**
 * Lets go on what appeals hold whose votes are over, has who was in the right stand where they
 * stood once nothing else keeps them, and tells of appeals to whom nobody did.
 */
@Injectable()
export class SettleAppeals {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Returns how many were settled, given back and told.
   *
   * @throws AggregateError of what kept some of them; the others were settled
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'proposal.execute');
    const failures: unknown[] = [];
    const each = async (
      ids: readonly string[],
      act: (tx: Tx, id: string) => Promise<boolean>,
    ): Promise<number> => {
      let done = 0;
      for (const id of ids) {
        const acting = this.unitOfWork.run(actor, (tx) => act(tx, id));
        await acting.then(
          (isDone) => (done += isDone ? 1 : 0),
          (error: unknown) => failures.push(error),
        );
      }
      return done;
    };
    const found = (find: (tx: Tx) => Promise<string[]>) => this.unitOfWork.read(actor, find);
    const settled = await each(
      await found((tx) => appealStore.held(tx)),
      async (tx, id) => (await settleAppeal(tx, id)) !== null,
    );
    const given = await each(await found((tx) => appealStore.owing(tx)), giveBackStanding);
    const told = await each(await found((tx) => appealStore.untold(tx)), tellLate);
    if (failures.length > 0) throw new AggregateError(failures, 'some appeals are stuck');
    return settled + given + told;
  }
}
