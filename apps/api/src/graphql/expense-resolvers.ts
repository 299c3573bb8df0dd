import type { Type } from '@nestjs/common';
import { ExpenseDecisionsResolver } from './expenses/expense-decisions.resolver.js';
import { ExpenseMutationsResolver } from './expenses/expense-mutations.resolver.js';
import {
  ExpenseApprovalResolver,
  ExpenseItemResolver,
  ExpenseResolver,
} from './expenses/expense.resolver.js';
import { mandateResolvers } from './expenses/mandate/mandate.resolver.js';
import { PayeeMutationsResolver } from './expenses/payee-mutations.resolver.js';

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
