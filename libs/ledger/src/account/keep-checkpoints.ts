import { Injectable } from '@nestjs/common';
import { permit, Turns, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { accountStore } from './account.store.js';

/**
 * Writes down what a co-operative's accounts stood at, at the end of each month and every few
 * hundred postings, so that statements and reports of any moment sum up that much at most. Running
 * it twice changes nothing, and when it did not run, reports are as right, only slower.
 */
@Injectable()
export class KeepCheckpoints {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * An account at a time, since its postings wait meanwhile.
   *
   * @returns how many checkpoints were written
   * @throws CodedError FORBIDDEN; Error of accounts of which it could not be, after the others
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'checkpoint.keep');
    const ids = await this.unitOfWork.read(actor, (tx) => accountStore.ids(tx));
    const turns = new Turns();
    const written = await turns.each(ids, (id) =>
      this.unitOfWork.run(actor, (tx) => accountStore.keepCheckpoints(tx, id)),
    );
    turns.end();
    return written;
  }
}
