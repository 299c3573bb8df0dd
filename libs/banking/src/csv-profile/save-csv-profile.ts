import { Injectable } from '@nestjs/common';
import { BankFormatError, csvProfileFrom, csvProfiles } from '@rochdale/bank-formats';
import type { CsvMapping } from '@rochdale/bank-formats';
import { newId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { bankingErrors } from '../banking.errors.js';
import { csvProfileStore } from './csv-profile.store.js';
import type { CsvProfileRow } from './csv-profile.store.js';

/** More banks than any co-operative has. */
const profilesMax = 100;

export interface SaveCsvProfileInput {
  readonly mapping: CsvMapping;
  /** Whether days that could be read both ways have the month first. */
  readonly monthFirst: boolean;
}

function invalid(message: string, field: string): Error {
  return bankingErrors.error('INVALID_CSV_PROFILE', message, { path: [field] });
}

function checked(mapping: CsvMapping): void {
  try {
    csvProfileFrom(mapping);
  } catch (error) {
    if (!(error instanceof BankFormatError)) throw error;
    throw invalid(error.message, error.field ?? 'name');
  }
  if (csvProfiles.some(({ name }) => name === mapping.name)) {
    throw invalid('A profile that we ship has this name.', 'name');
  }
}

/** Saves how a bank's CSV export is read, under a name; the same name again is saved over. */
@Injectable()
export class SaveCsvProfile {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, INVALID_CSV_PROFILE with the path of the field */
  async execute(actor: Actor, input: SaveCsvProfileInput): Promise<CsvProfileRow> {
    permit(actor, 'csv-profile.change');
    const { mapping, monthFirst } = input;
    checked(mapping);
    return this.unitOfWork.run(actor, async (tx) => {
      if ((await csvProfileStore.countOthers(tx, mapping.name)) >= profilesMax) {
        throw invalid(`There are ${profilesMax} profiles; remove one first.`, 'name');
      }
      return csvProfileStore.save(tx, { id: newId(), name: mapping.name, mapping, monthFirst });
    });
  }
}
