import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { ownAccountId } from '../principal/own-account.js';
import { announceRevoked } from './announce-revoked.js';
import { Authenticator } from '../authentication/authenticator.js';
import { sessionStore } from './session.store.js';

/** Signs one out everywhere, here too. Personal tokens go on; they are revoked one by one. */
@Injectable()
export class RevokeAllSessions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly authenticator: Authenticator,
  ) {}

  async execute(actor: Actor): Promise<{ revoked: number }> {
    permit(actor, 'session.revoke');
    const accountId = ownAccountId(actor);
    const revoked = await this.unitOfWork.run(actor, async (tx) => {
      const ids = await sessionStore.revokeAll(tx, accountId);
      announceRevoked(tx, accountId, ids);
      return ids.length;
    });
    this.authenticator.forget();
    return { revoked };
  }
}
