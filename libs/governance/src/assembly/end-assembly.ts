import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { AssemblyEnded } from './assembly.events.js';
import { assemblyStore } from './assembly.store.js';

/** A secretary ends an assembly whose votes are closed. */
@Injectable()
export class EndAssembly {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Doing it twice is doing it once.
   *
   * @throws CodedError ASSEMBLY_NOT_FOUND, ASSEMBLY_VOTES_OPEN while a vote goes on in it
   */
  async execute(
    actor: Actor,
    { assemblyId }: { readonly assemblyId: string },
  ): Promise<{ readonly assemblyId: string }> {
    permit(actor, 'assembly.chair');
    const path = ['assemblyId'];
    return this.unitOfWork.run(actor, async (tx) => {
      const assembly = await assemblyStore.lock(tx, assemblyId);
      if (assembly === null) {
        throw governanceErrors.error('ASSEMBLY_NOT_FOUND', 'There is no such assembly.', { path });
      }
      if (assembly.endedAt !== null) return { assemblyId };
      if ((await assemblyStore.openVotes(tx, assemblyId)) > 0) {
        const message = 'A vote goes on in it: close that first.';
        throw governanceErrors.error('ASSEMBLY_VOTES_OPEN', message, { path });
      }
      await assemblyStore.end(tx, assemblyId);
      tx.announce(AssemblyEnded.of(assemblyId, { assemblyId }));
      return { assemblyId };
    });
  }
}
