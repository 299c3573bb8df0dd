/**
 * The treasury: a co-operative's chart of accounts, its funds, its accounting periods, and the
 * report that anyone may read.
 */
export { Chart } from './chart/chart-of-accounts.js';
export { parseChartKey } from './chart/chart-key.js';
export type { ChartKey } from './chart/chart-key.js';
export { ChartQueries } from './chart/chart.queries.js';
export type { ChartLine } from './chart/chart.queries.js';
export { SetAccountFloor } from './chart/set-account-floor.js';
export { AllocateToFund } from './fund/allocate-to-fund.js';
export { CloseFund } from './fund/close-fund.js';
export { CreateFund } from './fund/create-fund.js';
export type { Fund, FundDefinition } from './fund/fund.js';
export { FundQueries } from './fund/fund.queries.js';
export { Funds } from './fund/funds.js';
export type { AllocationInput } from './fund/funds.js';
export { RecordJournalEntry } from './journal/record-journal-entry.js';
export type { JournalEntryInput, JournalLine } from './journal/record-journal-entry.js';
export { ReverseJournalEntry } from './journal/reverse-journal-entry.js';
export { CloseAccountingPeriod } from './period/close-accounting-period.js';
export { UnbookedLines } from './period/unbooked-lines.js';
export type { UnbookedOfAccount } from './period/unbooked-lines.js';
export type { AccountingPeriod } from './period/period.js';
export { PeriodQueries } from './period/period.queries.js';
export type { ClosingBalance } from './period/period.queries.js';
export { AskedBuffers } from './set-aside/asked-buffers.js';
export { FiguresTold } from './release/figures-told.js';
export { PersonsBehind } from './release/persons-behind.js';
export type { PersonBehind } from './release/persons-behind.js';
export type { CellKind, ReleaseCell } from './release/release.js';
export { ReleasedFigures } from './release/released-figures.js';
export type { Released } from './release/released-figures.js';
export { isFigure, partsOfUnit, together } from './solving/shares.js';
export type { Shares } from './solving/shares.js';
export { Lines } from './solving/lines.js';
export { standsBeside } from './solving/subtraction.js';
export { exact, ToldTogether } from './solving/told-together.js';
export { ReleaseQueries } from './release/release.queries.js';
export type { Release } from './release/release.queries.js';
export { nameOf as nameOfFigure } from './report/treasury-report.js';
export type { CurrencyTotals, MonthLine, MonthOfTreasury } from './report/treasury-report.js';
export { TreasuryQueries } from './report/treasury.queries.js';
export type { TreasuryReport } from './report/treasury.queries.js';
export { TreasuryModule } from './treasury.module.js';
export { treasuryRoom } from './treasury.room.js';
