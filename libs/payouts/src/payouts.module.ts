import { Module } from '@nestjs/common';
import { LedgerModule } from '@rochdale/ledger';
import { BankAccountQueries } from './bank-account/bank-account.queries.js';
import { ChangePaymentSettings } from './bank-account/change-payment-settings.js';
import { RegisterBankAccount } from './bank-account/register-bank-account.js';
import { PayeeQueries } from './payee/payee.queries.js';
import { SetPayeeDetails } from './payee/set-payee-details.js';
import { CancelPayout } from './payout/cancel-payout.js';
import { FollowPayouts } from './payout/follow-payouts.js';
import { MatchPayoutLines } from './payout/match-payout-lines.js';
import { PayoutQueries } from './payout/payout.queries.js';
import { Payouts } from './payout/payouts.js';
import { ReleasePayouts } from './payout/release-payouts.js';
import { SubmitPayout } from './payout/submit-payout.js';
import { PaymentProvider } from './rail/payment-provider.js';
import { SimulatedProvider } from './rail/simulated-provider.js';
import { WritePaymentFile } from './rail/write-payment-file.js';
import { AssignBankLine } from './statement/assign-bank-line.js';
import { BankLines } from './statement/bank-lines.js';
import { ImportBankStatement } from './statement/import-bank-statement.js';
import { ReadStatementFile } from './statement/read-statement-file.js';
import { StatementQueries } from './statement/statement.queries.js';

const doors = [
  AssignBankLine,
  BankAccountQueries,
  BankLines,
  CancelPayout,
  ChangePaymentSettings,
  FollowPayouts,
  ImportBankStatement,
  MatchPayoutLines,
  PayeeQueries,
  PayoutQueries,
  Payouts,
  ReadStatementFile,
  RegisterBankAccount,
  ReleasePayouts,
  SetPayeeDetails,
  SimulatedProvider,
  StatementQueries,
  SubmitPayout,
  WritePaymentFile,
];

@Module({
  imports: [LedgerModule],
  providers: [...doors, { provide: PaymentProvider, useExisting: SimulatedProvider }],
  exports: [...doors, PaymentProvider],
})
export class PaymentsModule {}
