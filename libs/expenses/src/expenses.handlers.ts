import { handle } from '@rochdale/platform';
import { SettleVotedExpense } from './approval/settle-voted-expense.js';
import { EndClaimsForErased } from './claim/end-claims-for-erased.js';
import { FollowPayeeDetails } from './claim/follow-payee-details.js';
import { ForgetClaim } from './claim/forget-claim.js';
import { ForgetPayeeDetails } from './claim/forget-payee-details.js';
import {
  EndClaimsJob,
  EndUndecidedJob,
  FollowPayee,
  ForgetClaimJob,
  ForgetPayee,
  RecordExpensePayout,
  SettleExpenseVote,
} from './expenses.jobs.js';
import { RecordPayoutOfExpense } from './payout/record-payout-of-expense.js';
import { EndUndecidedClaims } from './undecided/end-undecided-claims.js';

export const expensesHandlers = [
  handle(SettleExpenseVote, SettleVotedExpense),
  handle(RecordExpensePayout, RecordPayoutOfExpense),
  handle(EndClaimsJob, EndClaimsForErased),
  handle(EndUndecidedJob, EndUndecidedClaims),
  handle(FollowPayee, FollowPayeeDetails),
  handle(ForgetClaimJob, ForgetClaim),
  handle(ForgetPayee, ForgetPayeeDetails),
];
