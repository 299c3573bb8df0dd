import { Module } from '@nestjs/common';
import { LedgerAccountQueries } from './account/account.queries.js';
import { KeepCheckpoints } from './account/keep-checkpoints.js';
import { ExpireHolds } from './hold/expire-holds.js';
import { HoldQueries } from './hold/hold.queries.js';
import { Ledger } from './ledger.js';
import { TransactionQueries } from './transaction/transaction.queries.js';

const providers = [
  Ledger,
  LedgerAccountQueries,
  TransactionQueries,
  HoldQueries,
  ExpireHolds,
  KeepCheckpoints,
];

@Module({ providers, exports: providers })
export class LedgerModule {}
