import { Module } from '@nestjs/common';
import { LedgerModule } from '@rochdale/ledger';
import { Chart } from './chart/chart-of-accounts.js';
import { ChartQueries } from './chart/chart.queries.js';
import { SetAccountFloor } from './chart/set-account-floor.js';
import { AllocateToFund } from './fund/allocate-to-fund.js';
import { CloseFund } from './fund/close-fund.js';
import { CreateFund } from './fund/create-fund.js';
import { FundQueries } from './fund/fund.queries.js';
import { Funds } from './fund/funds.js';
import { RecordJournalEntry } from './journal/record-journal-entry.js';
import { ReverseJournalEntry } from './journal/reverse-journal-entry.js';
import { CloseAccountingPeriod } from './period/close-accounting-period.js';
import { PeriodQueries } from './period/period.queries.js';
import { FiguresTold } from './release/figures-told.js';
import { MakeReleases } from './release/make-releases.js';
import { PersonsBehind } from './release/persons-behind.js';
import { ReleaseQueries } from './release/release.queries.js';
import { ReleasedFigures } from './release/released-figures.js';
import { TreasuryQueries } from './report/treasury.queries.js';

const providers = [
  Chart,
  ChartQueries,
  Funds,
  CreateFund,
  AllocateToFund,
  CloseFund,
  CloseAccountingPeriod,
  RecordJournalEntry,
  ReverseJournalEntry,
  SetAccountFloor,
  FundQueries,
  PeriodQueries,
  FiguresTold,
  MakeReleases,
  PersonsBehind,
  ReleaseQueries,
  ReleasedFigures,
  TreasuryQueries,
];

@Module({ imports: [LedgerModule], providers, exports: providers })
export class TreasuryModule {}
