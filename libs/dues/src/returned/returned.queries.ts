import { Injectable } from '@nestjs/common';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { returnedStore } from './returned.store.js';

/** What came back of what lines had brought, for those who see lines. */
@Injectable()
export class ReturnedQueries {
  /** Why what these lines settled is not undone, by line. @throws CodedError FORBIDDEN */
  async whyNotUndo(
    tx: Tx,
    lineIds: readonly string[],
  ): Promise<ReadonlyMap<string, 'LINE_RETURNED'>> {
    permit(tx.actor, 'bank-line.read');
    const returned = await returnedStore.returnedAmong(tx, lineIds);
    return new Map([...returned].map((id) => [id, 'LINE_RETURNED']));
  }
}
