import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Payees } from '@rochdale/payouts';
import { partnerStore } from './partner.store.js';

/** Partners are paid also after their agreement ended: what they did is still owed. */
@Injectable()
export class PartnerPayees implements OnModuleInit {
  constructor(private readonly payees: Payees) {}

  onModuleInit(): void {
    this.payees.register('partner', async (tx, ids) => {
      const rows = await partnerStore.byIds(tx, ids);
      return new Set(rows.map(({ id }) => id));
    });
  }
}
