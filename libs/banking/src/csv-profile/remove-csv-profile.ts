import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { bankingErrors } from '../banking.errors.js';
import { csvProfileStore } from './csv-profile.store.js';
import type { CsvProfileRow } from './csv-profile.store.js';

/** Removes a saved CSV profile. Files that were read by it stay as they are. */
@Injectable()
export class RemoveCsvProfile {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, CSV_PROFILE_NOT_FOUND */
  async execute(actor: Actor, name: string): Promise<CsvProfileRow> {
    permit(actor, 'csv-profile.change');
    return this.unitOfWork.run(actor, async (tx) => {
      const removed = await csvProfileStore.remove(tx, name);
      if (removed !== null) return removed;
      throw bankingErrors.error('CSV_PROFILE_NOT_FOUND', 'There is no such CSV profile.', {
        path: ['name'],
      });
    });
  }
}
