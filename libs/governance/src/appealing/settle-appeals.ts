import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { appealStore } from '../appeal/appeal.store.js';
import { settleAppeal } from './settling.js';

/** Lets go on what appeals hold whose votes are over. */
@Injectable()
export class SettleAppeals {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Returns how many were settled.
   *
   * @throws AggregateError of what kept some of them; the others were settled
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'proposal.execute');
    const held = await this.unitOfWork.read(actor, (tx) => appealStore.held(tx));
    const failures: unknown[] = [];
    let settled = 0;
    for (const id of held) {
      const settling = this.unitOfWork.run(actor, (tx) => settleAppeal(tx, id));
      await settling.then(
        (to) => (settled += to === null ? 0 : 1),
        (error: unknown) => failures.push(error),
      );
    }
    if (failures.length > 0) throw new AggregateError(failures, 'some appeals are stuck');
    return settled;
  }
}
