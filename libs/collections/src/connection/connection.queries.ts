import { Injectable } from '@nestjs/common';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { connectionStore } from './connection.store.js';
import type { ConnectionRow } from './connection.store.js';

/** Which accounts come from where, and how far they were swept. */
@Injectable()
export class ConnectionQueries {
  /** Those that ended included. @throws CodedError FORBIDDEN */
  async all(tx: Tx): Promise<ConnectionRow[]> {
    permit(tx.actor, 'money-source.read');
    return connectionStore.all(tx);
  }
}
