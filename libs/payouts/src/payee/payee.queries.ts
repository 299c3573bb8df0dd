import { Injectable } from '@nestjs/common';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { payeeDetailsStore } from './payee-details.store.js';

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
    const { memberId, partnerId } = tx.actor;
    const kind = memberId === null ? 'partner' : 'member';
    const id = memberId ?? partnerId;
    const row = id === null ? null : await payeeDetailsStore.current(tx, kind, id);
    if (row === null) return null;
    const { masked, usableFrom, setAt } = row;
    return { id: row.id, masked, usableFrom, setAt };
  }
}
