import { Injectable } from '@nestjs/common';
import { parseId, permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { apiKeyStore } from './api-key.store.js';
import type { ApiKeyRow } from './api-key.store.js';

/** A partner's keys, the newest first, also those that have ended. */
@Injectable()
export class ApiKeyQueries {
  async ofPartner(tx: Tx, partnerId: string): Promise<ApiKeyRow[]> {
    permit(tx.actor, 'api-key.read');
    return apiKeyStore.ofPartner(tx, parseId(partnerId, ['partnerId']));
  }
}
