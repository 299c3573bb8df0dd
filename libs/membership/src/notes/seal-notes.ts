import { Injectable } from '@nestjs/common';
import { permit, Turns, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { applicationStore } from '../application/application.store.js';
import { standingChangeStore } from '../standing/standing-change.store.js';

const atOnce = 100;

/**
 * Seals what officers and applicants wrote before notes were sealed. A migration cannot: it does
 * not have the secret. Once a co-operative's are, it finds nothing.
 */
@Injectable()
export class SealNotes {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * How many rows had a note to seal. One that cannot be sealed keeps none of the others.
   *
   * @throws CodedError FORBIDDEN, UNAVAILABLE; Error of those that could not, after the others
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'note.seal');
    const turns = new Turns();
    let sealed = 0;
    for (const store of [applicationStore, standingChangeStore]) {
      sealed += await turns.around(atOnce, (some) =>
        this.unitOfWork.run(actor, (tx) => store.sealPlain(tx, some)),
      );
    }
    turns.end();
    return sealed;
  }
}
