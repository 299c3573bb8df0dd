import { Injectable } from '@nestjs/common';
import { permit, Turns, UnitOfWork } from '@rochdale/platform';
import type { Actor, Some, Tx } from '@rochdale/platform';
import { sealPlainReasons } from '@rochdale/voting';
import { hearingStore } from './hearing.store.js';

const hearingsAtOnce = 20;
const reasonsAtOnce = 100;

/**
 * Seals what was said in hearings before they were sealed. A migration cannot: it does not have the
 * secret. It goes on where it was stopped, and once nothing is plain it finds nothing.
 */
@Injectable()
export class SealHearings {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * How many hearings and reasons there were to seal. One that cannot be keeps none of the others.
   *
   * @throws CodedError FORBIDDEN, UNAVAILABLE; Error of those that could not, after the others
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'hearing.seal');
    const turns = new Turns();
    let sealed = 0;
    // Some in a transaction, so that none holds votes for long.
    for (const [atOnce, seal] of [
      [hearingsAtOnce, (tx: Tx, some: Some) => hearingStore.sealPlain(tx, some)],
      [reasonsAtOnce, sealPlainReasons],
    ] as const) {
      sealed += await turns.around(atOnce, (some) =>
        this.unitOfWork.run(actor, (tx) => seal(tx, some)),
      );
    }
    turns.end();
    return sealed;
  }
}
