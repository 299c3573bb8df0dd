/**
 * The books: accounts, transactions with their postings, holds. Other rooms record money through
 * `Ledger`, inside their own transaction, and never learn how the laws are kept.
 */
export {
  accountKinds,
  availableMinor,
  isAllocationCode,
  isFundCode,
  isMemberAccountCode,
  isOpenAccountCode,
  isOwedAccountCode,
  onNormalSide,
} from './account/account.js';
export type { Account, AccountDefinition, AccountKind, NormalSide } from './account/account.js';
export { LedgerAccountQueries, readTrialBalance } from './account/account.queries.js';
export type { MonthlyTotal, TrialBalanceRow } from './account/account.queries.js';
export type { Hold, HoldInput, HoldState, PostHoldInput } from './hold/hold.js';
export { HoldQueries } from './hold/hold.queries.js';
export type { HoldView } from './hold/hold.queries.js';
export { ledgerInvariants } from './ledger.invariants.js';
export { forgetDescriptions } from './transaction/forget-descriptions.js';
export { checkDescription, checkPostings } from './transaction/transaction.js';
export { Ledger } from './ledger.js';
export { LedgerModule } from './ledger.module.js';
export { ledgerRoom } from './ledger.room.js';
export { readFirstRecorded, readRecordedSums } from './transaction/recorded-sums.js';
export type { RecordedSumOfSource } from './transaction/recorded-sums.js';
export { readSourcesOf } from './transaction/sources.queries.js';
export { TransactionQueries } from './transaction/transaction.queries.js';
export type {
  PostingView,
  StatementLine,
  TransactionFilter,
  TransactionView,
} from './transaction/transaction.queries.js';
export type { ExchangeInput, ExchangeLeg } from './transaction/exchange.js';
export type {
  PostingInput,
  PostInput,
  RecordedTransaction,
  ReverseInput,
  Source,
} from './transaction/transaction.js';
