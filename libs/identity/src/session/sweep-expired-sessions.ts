import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { sessionStore } from './session.store.js';

/** Removes sessions, one-time links and rate-limit windows that have run out. */
@Injectable()
export class SweepExpiredSessions {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN unless the system asks */
  async execute(actor: Actor): Promise<void> {
    permit(actor, 'identity.sweep');
    await this.unitOfWork.run(actor, (tx) => sessionStore.sweep(tx));
  }
}
