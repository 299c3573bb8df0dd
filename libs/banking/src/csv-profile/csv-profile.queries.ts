import { Injectable } from '@nestjs/common';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { csvProfileStore } from './csv-profile.store.js';
import type { CsvProfileRow } from './csv-profile.store.js';

/** What is asked about saved CSV profiles. */
@Injectable()
export class CsvProfileQueries {
  /** By name; a hundred at most. */
  async all(tx: Tx): Promise<CsvProfileRow[]> {
    permit(tx.actor, 'bank-account.read');
    return csvProfileStore.all(tx);
  }
}
