import { Injectable } from '@nestjs/common';
import { newId, parseId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { demandPresence } from '../principal/own-account.js';
import { identityErrors } from '../identity.errors.js';
import { ApiKeyIssued } from '../identity.events.js';
import { mintSecret } from '../token/secret.js';
import { checkedName, checkedScopes } from '../token/token-rules.js';
import { ApiKeyHolders } from './api-key-holders.js';
import { apiKeyStore } from './api-key.store.js';
import type { ApiKeyRow } from './api-key.store.js';

export interface IssueApiKeyInput {
  readonly partnerId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Without it, the key lives until it is rotated or revoked. */
  readonly expiresAt?: Date | null;
}

/** Gives a partner a key for its machines. */
@Injectable()
export class IssueApiKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly holders: ApiKeyHolders,
  ) {}

  /**
   * Returns the secret, this once; only its hash is kept.
   *
   * @throws CodedError SESSION_REQUIRED, API_KEY_HOLDER_UNKNOWN, TOKEN_NAME_INVALID,
   *   TOKEN_SCOPE_INVALID, TOKEN_EXPIRY_INVALID
   */
  async execute(
    actor: Actor,
    input: IssueApiKeyInput,
  ): Promise<{ apiKey: ApiKeyRow; secret: string }> {
    permit(actor, 'api-key.issue');
    demandPresence(actor);
    const partnerId = parseId(input.partnerId, ['partnerId']);
    const name = checkedName(input.name);
    const scopes = checkedScopes(input.scopes);
    const expiresAt = input.expiresAt ?? null;
    const { secret, hash, hint } = mintSecret('rck_');
    const apiKey = await this.unitOfWork.run(actor, async (tx) => {
      if (expiresAt !== null && expiresAt <= tx.now) {
        throw identityErrors.error('TOKEN_EXPIRY_INVALID', 'The end lies in the future.', {
          path: ['expiresAt'],
        });
      }
      await this.holders.demand(tx, partnerId);
      const id = newId();
      tx.announce(ApiKeyIssued.of(id, { apiKeyId: id, partnerId, scopes }));
      return apiKeyStore.insert(tx, { id, partnerId, name, hash, hint, scopes, expiresAt });
    });
    return { apiKey, secret };
  }
}
