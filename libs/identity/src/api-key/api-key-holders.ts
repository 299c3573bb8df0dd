import { Injectable } from '@nestjs/common';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { identityErrors } from '../identity.errors.js';

/** Tells whether there is such a partner in the transaction's co-operative. */
export type HolderCheck = (tx: Tx, partnerId: string) => Promise<boolean>;

/**
 * Who may hold a key. Identity knows no partners; the room that has them registers how to ask. As
 * long as nobody did, no key is issued.
 */
@Injectable()
export class ApiKeyHolders {
  #check: HolderCheck | null = null;

  register(check: HolderCheck): void {
    assert(this.#check === null, 'the holders of API keys are known to one room');
    this.#check = check;
  }

  /** @throws CodedError API_KEY_HOLDER_UNKNOWN */
  async demand(tx: Tx, partnerId: string): Promise<void> {
    if (this.#check === null || !(await this.#check(tx, partnerId))) {
      throw identityErrors.error('API_KEY_HOLDER_UNKNOWN', 'There is no such partner here.', {
        path: ['partnerId'],
      });
    }
  }
}
