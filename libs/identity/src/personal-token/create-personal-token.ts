import { Injectable } from '@nestjs/common';
import { daysLater, newId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { demandPresence, ownAccountId } from '../principal/own-account.js';
import { identityErrors } from '../identity.errors.js';
import { PersonalTokenCreated } from '../identity.events.js';
import { personalTokenStore } from './personal-token.store.js';
import type { PersonalTokenRow } from './personal-token.store.js';
import { mintSecret } from '../token/secret.js';
import { checkedLifetimeDays, checkedName, checkedScopes } from '../token/token-rules.js';

export interface CreatePersonalTokenInput {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly lifetimeDays: number;
}

const maxLiveTokens = 50;

/** Makes a token for a person's own programs, in the co-operative they act in. */
@Injectable()
export class CreatePersonalToken {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Returns the secret, this once; only its hash is kept.
   *
   * @throws CodedError SESSION_REQUIRED, TOKEN_NAME_INVALID, TOKEN_SCOPE_INVALID,
   *   TOKEN_EXPIRY_INVALID, TOKEN_LIMIT_REACHED
   */
  async execute(
    actor: Actor,
    input: CreatePersonalTokenInput,
  ): Promise<{ token: PersonalTokenRow; secret: string }> {
    permit(actor, 'personal-token.create');
    demandPresence(actor);
    const accountId = ownAccountId(actor);
    const name = checkedName(input.name);
    const scopes = checkedScopes(input.scopes);
    const days = checkedLifetimeDays(input.lifetimeDays);
    const { secret, hash, hint } = mintSecret('rcp_');
    const token = await this.unitOfWork.run(actor, async (tx) => {
      if ((await personalTokenStore.countLive(tx, accountId)) >= maxLiveTokens) {
        throw identityErrors.error('TOKEN_LIMIT_REACHED', `You have ${maxLiveTokens} already.`);
      }
      const id = newId();
      const expiresAt = daysLater(tx.now, days);
      tx.announce(
        PersonalTokenCreated.of(id, {
          tokenId: id,
          accountId,
          scopes,
          expiresAt: expiresAt.toISOString(),
        }),
      );
      return personalTokenStore.insert(tx, { id, accountId, name, hash, hint, scopes, expiresAt });
    });
    return { token, secret };
  }
}
