import { Injectable } from '@nestjs/common';
import { Clock, isId, permit, systemActor, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { collectionsErrors } from '../collections.errors.js';
import { SweepSourceJob } from '../collections.jobs.js';
import { connectionStore } from '../connection/connection.store.js';
import type { HintedConnection } from '../connection/connection.store.js';
import type { HintHeaders } from '../source/source.js';
import { Sources } from '../source/sources.js';
import { endOfWindow } from './window.js';

export interface TakeHintInput {
  readonly connectionId: string;
  /** The body as it came, before anybody parsed it. */
  readonly raw: Buffer;
  readonly headers: HintHeaders;
}

/**
 * A source says that something happened. Nothing of what it says is kept or believed: it is only
 * ever a reason to sweep.
 */
@Injectable()
export class TakeHint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sources: Sources,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws CodedError HINT_REFUSED, the same whether the signature is wrong, the connection has
   *   ended, or there never was one: nobody learns here which there are
   */
  async execute(actor: Actor, { connectionId, raw, headers }: TakeHintInput): Promise<void> {
    permit(actor, 'money-source.hint');
    const connection = isId(connectionId)
      ? await this.unitOfWork.read(actor, (tx) => connectionStore.findHinted(tx, connectionId))
      : null;
    if (connection === null || !this.#isSigned(connection, raw, headers)) {
      throw collectionsErrors.error('HINT_REFUSED', 'This is not from a source of ours.');
    }
    const { cooperativeId } = connection;
    const system = systemActor(cooperativeId, 'job', actor.requestId);
    const runAt = endOfWindow(this.clock.now());
    const key = `${connectionId} hint ${runAt.toISOString()}`;
    await this.unitOfWork.run(system, async (tx) => {
      tx.enqueue(SweepSourceJob, { cooperativeId, connectionId }, { key, runAt });
    });
  }

  #isSigned({ source, settings }: HintedConnection, raw: Buffer, headers: HintHeaders): boolean {
    try {
      return this.sources.find(source)?.verifyHint(raw, headers, settings) === true;
    } catch {
      return false;
    }
  }
}
