import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { applicationStore } from '../application/application.store.js';
import { standingChangeStore } from '../standing/standing-change.store.js';

/**
 * Seals what officers and applicants wrote before notes were sealed. A migration cannot: it does
 * not have the secret. Once a co-operative's are, it finds nothing.
 */
@Injectable()
export class SealNotes {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** How many rows had a note to seal. @throws CodedError FORBIDDEN */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'note.seal');
    return this.unitOfWork.run(actor, async (tx) => {
      const ofApplications = await applicationStore.sealPlain(tx);
      return ofApplications + (await standingChangeStore.sealPlain(tx));
    });
  }
}
