import type { Room } from '@rochdale/platform';
import { AllocateToFundAction } from './fund/allocate.action.js';
import { CreateFundAction } from './fund/create.action.js';
import { FundEntity } from './fund/fund.entity.js';
import { treasuryInvariants } from './treasury.invariants.js';
import { AccountingPeriodEntity } from './period/accounting-period.entity.js';
import { ClosingBalanceEntity } from './period/closing-balance.entity.js';
import { ReleaseCellEntity, ReleaseEntity } from './release/release.entity.js';
import { trialBalance } from './report/trial-balance.js';
import { treasuryHandlers } from './treasury.handlers.js';
import { TreasuryModule } from './treasury.module.js';
import { treasuryPermissions } from './treasury.permissions.js';
import { treasuryPersonalData } from './treasury.personal-data.js';

export const treasuryRoom: Room = {
  name: 'treasury',
  module: TreasuryModule,
  actions: [AllocateToFundAction, CreateFundAction],
  permissions: treasuryPermissions,
  invariants: treasuryInvariants,
  handlers: treasuryHandlers,
  reports: [trialBalance],
  personalData: treasuryPersonalData,
  entities: [
    FundEntity,
    AccountingPeriodEntity,
    ClosingBalanceEntity,
    ReleaseEntity,
    ReleaseCellEntity,
  ],
};
