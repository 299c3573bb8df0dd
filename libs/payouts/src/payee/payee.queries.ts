import { Injectable } from '@nestjs/common';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { payeeDetailsStore } from './payee-details.store.js';
import { ownPayee } from './payee.js';

export interface MaskedDetails {
  readonly id: string;
  readonly masked: string;
  readonly usableFrom: Date;
  readonly setAt: Date;
}

/** What a payee sees of their own bank details: enough to recognise them. */
@Injectable()
export class PayeeQueries {
  async own(tx: Tx): Promise<MaskedDetails | null> {
    permit(tx.actor, 'payee-details.read');
    const payee = ownPayee(tx.actor);
    const row = payee === null ? null : await payeeDetailsStore.current(tx, payee.kind, payee.id);
    if (row === null) return null;
    const { masked, usableFrom, setAt } = row;
    return { id: row.id, masked, usableFrom, setAt };
  }
}
