import { Injectable } from '@nestjs/common';
import { parseId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { identityErrors } from '../identity.errors.js';
import { ApiKeyRevoked } from '../identity.events.js';
import { KnownPrincipals } from '../principal/known-principals.js';
import { apiKeyStore } from './api-key.store.js';
import type { ApiKeyRow } from './api-key.store.js';

/** Ends a partner's key within two seconds on every process; asking twice is no error. */
@Injectable()
export class RevokeApiKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly principals: KnownPrincipals,
  ) {}

  /** @throws CodedError INVALID_ID, API_KEY_NOT_FOUND */
  async execute(actor: Actor, input: { apiKeyId: string }): Promise<ApiKeyRow> {
    permit(actor, 'api-key.revoke');
    const apiKeyId = parseId(input.apiKeyId, ['apiKeyId']);
    const key = await this.unitOfWork.run(actor, async (tx) => {
      const revoked = await apiKeyStore.revoke(tx, apiKeyId);
      if (revoked === null) {
        throw identityErrors.error('API_KEY_NOT_FOUND', 'There is no such key here.', {
          path: ['apiKeyId'],
        });
      }
      if (revoked.justNow) {
        tx.announce(ApiKeyRevoked.of(apiKeyId, { apiKeyId, partnerId: revoked.partnerId }));
      }
      return revoked;
    });
    this.principals.forget();
    return key;
  }
}
