import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { SweepArchivesJob } from '../membership.jobs.js';
import { archiveStore } from './archive.store.js';

/**
 * Has the bytes of archives taken away at once whose account is erased, wherever it asked. Rows
 * end with the account; what was asked for in the same moment ends here.
 */
@Injectable()
export class EndArchives {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Of an account that is there nothing ends. @throws CodedError FORBIDDEN */
  async execute(actor: Actor, { accountId }: { readonly accountId: string }): Promise<void> {
    permit(actor, 'archive.sweep');
    await this.unitOfWork.run(actor, async (tx) => {
      const slot = tx.now.toISOString();
      for (const cooperativeId of await archiveStore.endEverywhere(tx, accountId)) {
        tx.enqueue(SweepArchivesJob, { cooperativeId, slot });
      }
    });
  }
}
