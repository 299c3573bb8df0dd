import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { sealPlainReasons } from '@rochdale/voting';
import { hearingStore } from './hearing.store.js';

/**
 * Seals what was said in hearings before they were sealed. A migration cannot: it does not have the
 * secret. It goes on where it was stopped, and once nothing is plain it finds nothing.
 */
@Injectable()
export class SealHearings {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** How many hearings and reasons there were to seal. @throws CodedError FORBIDDEN */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'hearing.seal');
    const hearings = await this.#all(actor, (tx) => hearingStore.sealPlain(tx));
    return hearings + (await this.#all(actor, sealPlainReasons));
  }

  /** Some in a transaction, so that none holds votes for long. */
  async #all(actor: Actor, sealSome: (tx: Tx) => Promise<number>): Promise<number> {
    let all = 0;
    for (let some = -1; some !== 0; all += some) some = await this.unitOfWork.run(actor, sealSome);
    return all;
  }
}
