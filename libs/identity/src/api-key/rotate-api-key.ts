import { Injectable } from '@nestjs/common';
import { newId, parseId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { demandPresence } from '../principal/own-account.js';
import { identityErrors } from '../identity.errors.js';
import { ApiKeyRotated } from '../identity.events.js';
import { mintSecret } from '../token/secret.js';
import { KnownPrincipals } from '../principal/known-principals.js';
import { apiKeyStore } from './api-key.store.js';
import type { ApiKeyRow } from './api-key.store.js';

export interface RotateApiKeyInput {
  readonly apiKeyId: string;
  /** How long the old key goes on, so that machines can change over: 0 to 720, by default 72. */
  readonly overlapHours?: number | null;
}

const maxOverlapHours = 720;
const defaultOverlapHours = 72;

/** Replaces a key by a new one with the same name and scopes. */
@Injectable()
export class RotateApiKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly principals: KnownPrincipals,
  ) {}

  /**
   * @throws CodedError SESSION_REQUIRED, API_KEY_OVERLAP_INVALID, API_KEY_NOT_FOUND,
   *   API_KEY_ENDED
   */
  async execute(
    actor: Actor,
    input: RotateApiKeyInput,
  ): Promise<{ apiKey: ApiKeyRow; replaced: ApiKeyRow; secret: string }> {
    permit(actor, 'api-key.rotate');
    demandPresence(actor);
    const apiKeyId = parseId(input.apiKeyId, ['apiKeyId']);
    const overlapHours = checkedOverlap(input.overlapHours ?? defaultOverlapHours);
    const { secret, hash, hint } = mintSecret('rck_');
    const rotated = await this.unitOfWork.run(actor, async (tx) => {
      const old = await liveKey(tx, apiKeyId);
      const { partnerId, name, scopes, expiresAt } = old;
      const endsAt = new Date(tx.now.getTime() + overlapHours * 3_600_000);
      const id = newId();
      const apiKey = await apiKeyStore.insert(tx, {
        id,
        partnerId,
        name,
        hash,
        hint,
        scopes,
        expiresAt,
      });
      const replaced = await apiKeyStore.replace(tx, apiKeyId, id, endsAt);
      tx.announce(
        ApiKeyRotated.of(id, { apiKeyId, replacedBy: id, partnerId, endsAt: endsAt.toISOString() }),
      );
      return { apiKey, replaced, secret };
    });
    this.principals.forget();
    return rotated;
  }
}

function checkedOverlap(hours: number): number {
  if (!Number.isInteger(hours) || hours < 0 || hours > maxOverlapHours) {
    const message = `The old key goes on for 0 to ${maxOverlapHours} hours.`;
    throw identityErrors.error('API_KEY_OVERLAP_INVALID', message, { path: ['overlapHours'] });
  }
  return hours;
}

async function liveKey(tx: Tx, apiKeyId: string): Promise<ApiKeyRow> {
  const key = await apiKeyStore.lock(tx, apiKeyId);
  if (key === null) {
    throw identityErrors.error('API_KEY_NOT_FOUND', 'There is no such key here.', {
      path: ['apiKeyId'],
    });
  }
  const expired = key.expiresAt !== null && key.expiresAt <= tx.now;
  if (key.revokedAt !== null || key.replacedBy !== null || expired) {
    throw identityErrors.error('API_KEY_ENDED', 'This key has ended or been replaced already.', {
      path: ['apiKeyId'],
    });
  }
  return key;
}
