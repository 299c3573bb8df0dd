import type { Room } from '@rochdale/platform';
import { BankAccountEntity, PaymentSettingsEntity } from './bank-account/bank-account.entity.js';
import { BankLineEntity } from './bank-line/bank-line.entity.js';
import { bankingHandlers } from './banking.handlers.js';
import { bankingInvariants } from './banking.invariants.js';
import { BankingModule } from './banking.module.js';
import { bankingPermissions } from './banking.permissions.js';
import { CsvProfileEntity } from './csv-profile/csv-profile.entity.js';
import { ErasedAccountEntity } from './erased/erased-account.entity.js';
import { UndoneMatchEntity } from './matching/undone-match.entity.js';
import { SightingEntity } from './sighting/sighting.entity.js';
import { BankStatementEntity } from './statement/bank-statement.entity.js';
import { StatementFileEntity } from './statement/statement-file.entity.js';
import { bankingPersonalData } from './banking.personal-data.js';

export const bankingRoom: Room = {
  name: 'banking',
  module: BankingModule,
  permissions: bankingPermissions,
  invariants: bankingInvariants,
  handlers: bankingHandlers,
  personalData: bankingPersonalData,
  entities: [
    BankAccountEntity,
    PaymentSettingsEntity,
    BankLineEntity,
    BankStatementEntity,
    CsvProfileEntity,
    ErasedAccountEntity,
    SightingEntity,
    StatementFileEntity,
    UndoneMatchEntity,
  ],
};
