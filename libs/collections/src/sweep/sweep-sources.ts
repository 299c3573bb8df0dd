import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { SweepSourceJob } from '../collections.jobs.js';
import { connectionStore } from '../connection/connection.store.js';
import { sourceRowStore } from '../row/source-row.store.js';

/**
 * Has each connected source swept, by a job of its own: one that is down delays no other. One that
 * has ended has its last rows taken, as long as there are any.
 */
@Injectable()
export class SweepSources {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Once for a slot, however often it is told. @throws CodedError FORBIDDEN */
  async execute(actor: Actor, { slot }: { slot: string }): Promise<void> {
    permit(actor, 'money-source.process');
    await this.unitOfWork.run(actor, async (tx) => {
      const { cooperativeId } = tx;
      const left = await sourceRowStore.connectionsLeft(tx);
      for (const { id: connectionId, state } of await connectionStore.all(tx)) {
        if (state !== 'connected' && !left.has(connectionId)) continue;
        tx.enqueue(
          SweepSourceJob,
          { cooperativeId, connectionId },
          { key: `${connectionId} ${slot}` },
        );
      }
    });
  }
}
