import { Injectable } from '@nestjs/common';
import { parseId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { apiKeyStore } from './api-key.store.js';
import type { ApiKeyRow } from './api-key.store.js';

/** A partner's keys, the newest first, also those that have ended. */
@Injectable()
export class ApiKeyQueries {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  ofPartner(actor: Actor, partnerId: string): Promise<ApiKeyRow[]> {
    permit(actor, 'api-key.read');
    const id = parseId(partnerId, ['partnerId']);
    return this.unitOfWork.read(actor, (tx) => apiKeyStore.ofPartner(tx, id));
  }
}
