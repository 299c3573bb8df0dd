/** The co-operative's own accounts at banks, what the banks say of them, and what it was for. */
export { checkedAccount, looksLikeIban } from './bank-account/bank-account.js';
export type { AccountAtBank } from './bank-account/bank-account.js';
export { BankAccountQueries } from './bank-account/bank-account.queries.js';
export type { ReceivingAccount } from './bank-account/bank-account.queries.js';
export type { BankAccountRow } from './bank-account/bank-account.store.js';
export { BankAccounts } from './bank-account/bank-accounts.js';
export { ChangePaymentSettings } from './bank-account/change-payment-settings.js';
export { Offices } from './bank-account/offices.js';
export { registerRailName } from './bank-account/rail-name.js';
export type { RailName } from './bank-account/rail-name.js';
export { RegisterBankAccount } from './bank-account/register-bank-account.js';
export type { RegisterBankAccountInput } from './bank-account/register-bank-account.js';
export { SeparateBankAccount } from './matching/separate-bank-account.js';
export type { PaymentSettings } from './bank-account/settings.store.js';
export { AssignBankLine } from './bank-line/assign-bank-line.js';
export type { AssignBankLineInput } from './bank-line/assign-bank-line.js';
export { BookingChart } from './bank-line/booking-chart.js';
export { BankLines, outsideFactOf } from './bank-line/bank-lines.js';
export { OwnBankLines } from './own-bank-lines.js';
export { linesMatchedBy, readMeaningsOf } from './own-bank-lines.queries.js';
export { defineLineOwners } from './erased/line-owners.js';
export type { BookedLine, LineOwner } from './erased/line-owners.js';
export { lockLinesByName, lockLinesOfErased } from './erased/lock-erased.js';
export { defineMemberNames } from './erased/member-names.js';
export { ExplainingAccounts } from './bank-line/explaining-accounts.js';
export type { NamedAccount } from './bank-line/explaining-accounts.js';
export { whyNotBook, whyNotDecide, whyNotExplainByKey } from './bank-line/line-rules.js';
export type { SourcedMovement } from './bank-line/sourced-movement.js';
export { ordersTold } from './bank-line/orders-told.js';
export { returnTold } from './bank-line/return-told.js';
export type { LineMatch, MatchedBankLine, OpenBankLine } from './bank-line/bank-line.store.js';
export { BankingModule } from './banking.module.js';
export { bankingRoom } from './banking.room.js';
export { CsvProfileQueries } from './csv-profile/csv-profile.queries.js';
export type { CsvProfileRow } from './csv-profile/csv-profile.store.js';
export { csvMappingShape } from './csv-profile/mapping-shape.js';
export { RemoveCsvProfile } from './csv-profile/remove-csv-profile.js';
export { SaveCsvProfile } from './csv-profile/save-csv-profile.js';
export { defineLineMatcher, whyNotUndo } from './matching/line-matcher.js';
export type { Claim, LineMatcher, Undoing } from './matching/line-matcher.js';
export { MatchBankLines } from './matching/match-bank-lines.js';
export { UndoBankLineMatch } from './matching/undo-bank-line-match.js';
export type { UndoBankLineMatchInput } from './matching/undo-bank-line-match.js';
export { DecideBankLine } from './sighting/decide-bank-line.js';
export type { PaymentOfLine } from './sighting/payment-told.store.js';
export type { DecideBankLineInput } from './sighting/decide-bank-line.js';
export { ImportBankStatement } from './statement/import-bank-statement.js';
export type { ImportBankStatementInput } from './statement/import-bank-statement.js';
export { PreviewStatementFile } from './statement/preview-statement-file.js';
export type { SaidOfFile } from './statement/statement-reading.js';
export { StatementQueries } from './statement/statement.queries.js';
export type { BankLineOrder } from './statement/statement.queries.js';
export type {
  BankLineView,
  MissingStatementView,
  StatementView,
} from './statement/statement.queries.js';
export type { StatementFileRow } from './statement/statement.store.js';
