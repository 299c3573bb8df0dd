import { Injectable } from '@nestjs/common';
import { parseId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { ownAccountId } from '../principal/own-account.js';
import { identityErrors } from '../identity.errors.js';
import { PersonalTokenRevoked } from '../identity.events.js';
import { KnownPrincipals } from '../principal/known-principals.js';
import { personalTokenStore } from './personal-token.store.js';
import type { PersonalTokenRow } from './personal-token.store.js';

/** Ends one of one's own tokens; asking twice is no error. */
@Injectable()
export class RevokePersonalToken {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly principals: KnownPrincipals,
  ) {}

  /** @throws CodedError INVALID_ID, TOKEN_NOT_FOUND */
  async execute(actor: Actor, input: { tokenId: string }): Promise<PersonalTokenRow> {
    permit(actor, 'personal-token.revoke');
    const accountId = ownAccountId(actor);
    const tokenId = parseId(input.tokenId, ['tokenId']);
    const token = await this.unitOfWork.run(actor, async (tx) => {
      const revoked = await personalTokenStore.revoke(tx, tokenId, accountId);
      if (revoked === null) {
        throw identityErrors.error('TOKEN_NOT_FOUND', 'You have no such token here.', {
          path: ['tokenId'],
        });
      }
      if (revoked.justNow) {
        tx.announce(PersonalTokenRevoked.of(tokenId, { tokenId, accountId }));
      }
      return revoked;
    });
    this.principals.forget();
    return token;
  }
}
