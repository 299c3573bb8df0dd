import { Module } from '@nestjs/common';
import { LedgerModule } from '@rochdale/ledger';
import { BankAccountQueries } from './bank-account/bank-account.queries.js';
import { BankAccounts } from './bank-account/bank-accounts.js';
import { ChangePaymentSettings } from './bank-account/change-payment-settings.js';
import { RegisterBankAccount } from './bank-account/register-bank-account.js';
import { SeparateBankAccount } from './matching/separate-bank-account.js';
import './banking.permissions.js';
import { AssignBankLine } from './bank-line/assign-bank-line.js';
import { BankLines } from './bank-line/bank-lines.js';
import { ExplainingAccounts } from './bank-line/explaining-accounts.js';
import { FollowUndoneLine } from './erased/follow-undone-line.js';
import { LockLinesByName } from './erased/lock-lines-by-name.js';
import { LockLinesOfErased } from './erased/lock-lines-of-erased.js';
import { OwnBankLines } from './own-bank-lines.js';
import { CsvProfileQueries } from './csv-profile/csv-profile.queries.js';
import { RemoveCsvProfile } from './csv-profile/remove-csv-profile.js';
import { SaveCsvProfile } from './csv-profile/save-csv-profile.js';
import { LineMatchers } from './matching/line-matchers.js';
import { MatchBankLines } from './matching/match-bank-lines.js';
import { UndoBankLineMatch } from './matching/undo-bank-line-match.js';
import { DecideBankLine } from './sighting/decide-bank-line.js';
import { ImportBankStatement } from './statement/import-bank-statement.js';
import { PreviewStatementFile } from './statement/preview-statement-file.js';
import { ReadStatementFile } from './statement/read-statement-file.js';
import { StatementQueries } from './statement/statement.queries.js';

const doors = [
  AssignBankLine,
  BankAccountQueries,
  BankAccounts,
  BankLines,
  ChangePaymentSettings,
  CsvProfileQueries,
  DecideBankLine,
  ExplainingAccounts,
  FollowUndoneLine,
  ImportBankStatement,
  LockLinesByName,
  LockLinesOfErased,
  MatchBankLines,
  PreviewStatementFile,
  ReadStatementFile,
  RegisterBankAccount,
  RemoveCsvProfile,
  SaveCsvProfile,
  SeparateBankAccount,
  StatementQueries,
  UndoBankLineMatch,
];

@Module({
  imports: [LedgerModule],
  providers: [...doors, LineMatchers, OwnBankLines],
  exports: doors,
})
export class BankingModule {}
