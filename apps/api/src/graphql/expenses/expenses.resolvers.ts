import type { Type } from '@nestjs/common';
import { ExpenseDecisionsResolver } from './expense-decisions.resolver.js';
import { ExpenseMutationsResolver } from './expense-mutations.resolver.js';
import {
  ExpenseApprovalResolver,
  ExpenseItemResolver,
  ExpenseResolver,
} from './expense.resolver.js';
import { mandateResolvers } from './mandate/mandate.resolver.js';
import { PayeeMutationsResolver } from './payee-mutations.resolver.js';

/** What is read and done of claims, mandates and where payees are paid. */
export const expenseResolvers: readonly Type[] = [
  ExpenseResolver,
  ExpenseItemResolver,
  ExpenseApprovalResolver,
  ExpenseMutationsResolver,
  ...mandateResolvers,
  PayeeMutationsResolver,
  ExpenseDecisionsResolver,
];
