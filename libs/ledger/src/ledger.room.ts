import type { Room } from '@rochdale/platform';
import { AccountEntity } from './account/account.entity.js';
import { BalanceCheckpointEntity } from './account/balance-checkpoint.entity.js';
import { HoldEntity } from './hold/hold.entity.js';
import { ledgerInvariants } from './ledger.invariants.js';
import { ledgerHandlers } from './ledger.handlers.js';
import { LedgerModule } from './ledger.module.js';
import { ledgerPermissions } from './ledger.permissions.js';
import { PeriodLockEntity } from './period/period-lock.entity.js';
import { ExchangeEntity } from './transaction/exchange.entity.js';
import { PostingEntity } from './transaction/posting.entity.js';
import { TransactionEntity } from './transaction/transaction.entity.js';
import { ledgerPersonalData } from './ledger.personal-data.js';

export const ledgerRoom: Room = {
  name: 'ledger',
  module: LedgerModule,
  permissions: ledgerPermissions,
  invariants: ledgerInvariants,
  handlers: ledgerHandlers,
  personalData: ledgerPersonalData,
  entities: [
    AccountEntity,
    BalanceCheckpointEntity,
    HoldEntity,
    PeriodLockEntity,
    ExchangeEntity,
    PostingEntity,
    TransactionEntity,
  ],
};
