import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { paymentStore } from '../invoice/payment.store.js';
import { keyedPayer } from './line-matching.js';

/** A transaction does so many. */
const atOnce = 1000;

/**
 * Gives a key to the fingerprints of accounts that paid before fingerprints had one. A migration
 * cannot: it does not have the secret. Once a co-operative's have, it finds nothing.
 */
@Injectable()
export class KeyPayers {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** How many. @throws CodedError FORBIDDEN */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'dues-payer.key');
    let keyed = 0;
    let some: number;
    do {
      some = await this.unitOfWork.run(actor, async (tx) => {
        const rows = await paymentStore.unkeyed(tx, atOnce);
        const pairs = rows.map(({ id, payerFingerprint }) => ({
          id,
          keyed: keyedPayer(tx.cooperativeId, payerFingerprint),
        }));
        await paymentStore.keyPayers(tx, pairs);
        return rows.length;
      });
      keyed += some;
    } while (some === atOnce);
    return keyed;
  }
}
