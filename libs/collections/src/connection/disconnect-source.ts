import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { collectionsErrors } from '../collections.errors.js';
import { SourceDisconnected } from '../collections.events.js';
import { SweepSourceJob } from '../collections.jobs.js';
import { connectionStore } from './connection.store.js';
import type { ConnectionRow } from './connection.store.js';

/** The source is not asked any more. What it told stays, and rows that it told become lines yet. */
@Injectable()
export class DisconnectSource {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, MONEY_SOURCE_NOT_FOUND, SOURCE_DISCONNECTED, CONFLICT */
  async execute(actor: Actor, input: { connectionId: string }): Promise<ConnectionRow> {
    permit(actor, 'money-source.disconnect');
    return this.unitOfWork.run(actor, async (tx) => {
      const connection = await connectionStore.require(tx, input.connectionId);
      if (connection.state === 'disconnected') {
        throw collectionsErrors.error('SOURCE_DISCONNECTED', 'It is not connected any more.', {
          path: ['connectionId'],
        });
      }
      const ended = await connectionStore.disconnect(tx, connection);
      const { cooperativeId } = tx;
      const { id: connectionId, bankAccountId, source } = ended;
      tx.announce(SourceDisconnected.of(connectionId, { connectionId, bankAccountId, source }));
      tx.enqueue(SweepSourceJob, { cooperativeId, connectionId });
      return ended;
    });
  }
}
