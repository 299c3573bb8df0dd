import { Injectable } from '@nestjs/common';
import { parseId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { identityErrors } from '../identity.errors.js';
import { ownAccountId } from '../principal/own-account.js';
import { announceRevoked } from './announce-revoked.js';
import { KnownPrincipals } from '../principal/known-principals.js';
import { sessionStore } from './session.store.js';

/** Ends one of one's own sessions. It stops working within two seconds on every process. */
@Injectable()
export class RevokeSession {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly principals: KnownPrincipals,
  ) {}

  /** @throws CodedError INVALID_ID, SESSION_NOT_FOUND */
  async execute(actor: Actor, input: { sessionId: string }): Promise<{ sessionId: string }> {
    permit(actor, 'session.revoke');
    const accountId = ownAccountId(actor);
    const sessionId = parseId(input.sessionId, ['sessionId']);
    await this.unitOfWork.run(actor, async (tx) => {
      const revoked = await sessionStore.revoke(tx, sessionId, accountId);
      if (revoked.length === 0) {
        throw identityErrors.error('SESSION_NOT_FOUND', 'You have no such session.', {
          path: ['sessionId'],
        });
      }
      announceRevoked(tx, accountId, revoked);
    });
    this.principals.forget();
    return { sessionId };
  }
}
