import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { collectionsErrors } from '../collections.errors.js';
import { SweepSourceJob } from '../collections.jobs.js';
import { connectionStore } from '../connection/connection.store.js';
import type { ConnectionRow } from '../connection/connection.store.js';

export interface OrderSweepInput {
  readonly connectionId: string;
  /** Everything once more, from the very beginning. */
  readonly fromStart?: boolean;
}

/** A treasurer does not want to wait for the next sweep, or doubts the earlier ones. */
@Injectable()
export class OrderSweep {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, MONEY_SOURCE_NOT_FOUND, SOURCE_DISCONNECTED */
  async execute(actor: Actor, input: OrderSweepInput): Promise<ConnectionRow> {
    permit(actor, 'money-source.sweep');
    const { connectionId, fromStart = false } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const connection = await connectionStore.require(tx, connectionId);
      if (connection.state === 'disconnected') {
        throw collectionsErrors.error('SOURCE_DISCONNECTED', 'It is not connected any more.', {
          path: ['connectionId'],
        });
      }
      tx.enqueue(SweepSourceJob, { cooperativeId: tx.cooperativeId, connectionId, fromStart });
      return connection;
    });
  }
}
