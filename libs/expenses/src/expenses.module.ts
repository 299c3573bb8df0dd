import { Module } from '@nestjs/common';
import { GovernanceModule } from '@rochdale/governance';
import { LedgerModule } from '@rochdale/ledger';
import { MembershipModule } from '@rochdale/membership';
import { PayoutsModule } from '@rochdale/payouts';
import { TreasuryModule } from '@rochdale/treasury';
import { ApprovalRules } from './rule/approval-rules.js';
import { ApprovalReach } from './rule/approval-reach.js';
import { AdoptApprovalRule } from './rule/adopt-approval-rule.js';
import { ApproveExpense } from './approval/approve-expense.js';
import { ApprovedExpenses } from './approval/approved-expenses.js';
import { RejectExpense } from './approval/reject-expense.js';
import { RequestExpenseInformation } from './approval/request-expense-information.js';
import { SettleVotedExpense } from './approval/settle-voted-expense.js';
import { ExpenseQueries } from './expense/expense.queries.js';
import { ClaimReach } from './claim/claim-reach.js';
import { Submission } from './claim/submission.js';
import { SubmitExpense } from './claim/submit-expense.js';
import { WithdrawExpense } from './claim/withdraw-expense.js';
import { FollowPayeeDetails } from './claim/follow-payee-details.js';
import { ForgetClaim } from './claim/forget-claim.js';
import { ForgetPayeeDetails } from './claim/forget-payee-details.js';
import { DeclineExpense } from './claim/decline-expense.js';
import { DraftExpense } from './claim/draft-expense.js';
import { EndClaimsForErased } from './claim/end-claims-for-erased.js';
import { ExpenseTexts } from './claim/expense-texts.js';
import { ReviseExpense } from './claim/revise-expense.js';
import { DecidedPayments } from './one-off/decided-payments.js';
import { OwedBills } from './one-off/owed-bills.js';
import { MandateQueries } from './mandate/mandate.queries.js';
import { Mandates } from './mandate/mandates.js';
import { SubmitBill } from './mandate/submit-bill.js';
import { MemberPayees } from './member-payees.js';
import { OwnExpenses } from './own-expenses.js';
import { OwnPayouts } from './own-payouts.js';
import { PersonsOfExpenses } from './expense/persons-of-expenses.js';
import { PoliciesOfBands } from './rule/policies-of-bands.js';
import { RecordPayoutOfExpense } from './payout/record-payout-of-expense.js';
import { RetryExpensePayout } from './payout/retry-expense-payout.js';
import { EndUndecidedClaims } from './undecided/end-undecided-claims.js';
import { TakenBackDebts } from './take-back/taken-back-debts.js';
import { VoidBill } from './take-back/void-bill.js';
import { WaivableExpenses } from './payout/waivable-expenses.js';
import { WaivedExpenses } from './payout/waived-expenses.js';
import { WaiveExpense } from './payout/waive-expense.js';

const door = [
  AdoptApprovalRule,
  ApproveExpense,
  DeclineExpense,
  DraftExpense,
  ExpenseQueries,
  FollowPayeeDetails,
  MandateQueries,
  RecordPayoutOfExpense,
  RejectExpense,
  RequestExpenseInformation,
  RetryExpensePayout,
  ReviseExpense,
  SettleVotedExpense,
  SubmitBill,
  SubmitExpense,
  VoidBill,
  WaivableExpenses,
  WaiveExpense,
  WithdrawExpense,
];

@Module({
  imports: [GovernanceModule, LedgerModule, MembershipModule, PayoutsModule, TreasuryModule],
  providers: [
    ...door,
    ApprovalReach,
    ApprovalRules,
    ApprovedExpenses,
    ClaimReach,
    DecidedPayments,
    TakenBackDebts,
    EndClaimsForErased,
    EndUndecidedClaims,
    ExpenseTexts,
    ForgetClaim,
    ForgetPayeeDetails,
    Mandates,
    MemberPayees,
    OwedBills,
    OwnExpenses,
    OwnPayouts,
    PersonsOfExpenses,
    PoliciesOfBands,
    Submission,
    WaivedExpenses,
  ],
  exports: door,
})
export class ExpensesModule {}
