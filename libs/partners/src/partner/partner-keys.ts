import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { ApiKeyHolders } from '@rochdale/identity';
import type { Tx } from '@rochdale/platform';
import { partnerStore } from './partner.store.js';

/** Keys are identity's; who may hold one is known here: a partner whose agreement runs. */
@Injectable()
export class PartnerKeys implements OnModuleInit {
  constructor(private readonly holders: ApiKeyHolders) {}

  onModuleInit(): void {
    this.holders.register((tx, partnerId) => this.mayHold(tx, partnerId));
  }

  async mayHold(tx: Tx, partnerId: string): Promise<boolean> {
    const [partner] = await partnerStore.byIds(tx, [partnerId]);
    return partner !== undefined && partner.endedOn === null;
  }
}
