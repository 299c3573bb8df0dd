import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { ownAccountId } from '../principal/own-account.js';
import { announceRevoked } from './announce-revoked.js';
import { KnownPrincipals } from '../principal/known-principals.js';
import { sessionStore } from './session.store.js';

/** Signs one out everywhere, here too. Personal tokens go on; they are revoked one by one. */
@Injectable()
export class RevokeAllSessions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly principals: KnownPrincipals,
  ) {}

  /** @throws CodedError FORBIDDEN, UNAUTHENTICATED */
  async execute(actor: Actor): Promise<{ revoked: number }> {
    permit(actor, 'session.revoke');
    const accountId = ownAccountId(actor);
    const revoked = await this.unitOfWork.run(actor, async (tx) => {
      const ids = await sessionStore.revokeAll(tx, accountId);
      announceRevoked(tx, accountId, ids);
      return ids.length;
    });
    this.principals.forget();
    return { revoked };
  }
}
