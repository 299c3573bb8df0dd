import { Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { BankingModule } from '@rochdale/banking';
import { MembershipModule } from '@rochdale/membership';
import './collections.permissions.js';
import { ConnectSource } from './connection/connect-source.js';
import { ConnectionQueries } from './connection/connection.queries.js';
import { DisconnectSource } from './connection/disconnect-source.js';
import { TakeHint } from './hint/take-hint.js';
import { CloseSourceRow } from './row/close-source-row.js';
import { OwnSourceRows } from './row/own-source-rows.js';
import { SourceRowQueries } from './row/source-row.queries.js';
import { Sources } from './source/sources.js';
import { OrderSweep } from './sweep/order-sweep.js';
import { RowTaking } from './sweep/row-taking.js';
import { SweepSource } from './sweep/sweep-source.js';
import { SweepSources } from './sweep/sweep-sources.js';

const doors = [
  CloseSourceRow,
  ConnectionQueries,
  ConnectSource,
  DisconnectSource,
  OrderSweep,
  SourceRowQueries,
  SweepSource,
  SweepSources,
  TakeHint,
];

@Module({
  imports: [BankingModule, MembershipModule],
  providers: [
    ...doors,
    OwnSourceRows,
    RowTaking,
    {
      provide: Sources,
      useFactory: (modules: ModuleRef) =>
        new Sources((type) => modules.get(type, { strict: false })),
      inject: [ModuleRef],
    },
  ],
  exports: doors,
})
export class CollectionsModule {}
