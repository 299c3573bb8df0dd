import type { Room } from '@rochdale/platform';
import { AdoptApprovalRuleAction } from './rule/adopt.action.js';
import { ApproveExpenseAction } from './approval/approve.action.js';
import { RetireApprovalRuleAction } from './rule/retire.action.js';
import { forgetExpenses } from './expense/forget-expenses.js';
import { ApprovalRuleEntity } from './rule/approval-rule.entity.js';
import { ApprovalEntity } from './expense/approval.entity.js';
import { ExpenseEntity } from './expense/expense.entity.js';
import { ExpenseItemEntity } from './expense/item.entity.js';
import { expensesHandlers } from './expenses.handlers.js';
import { expensesInvariants } from './expenses.invariants.js';
import { ExpensesModule } from './expenses.module.js';
import { expensesLetters } from './expenses.letters.js';
import { expensesPermissions } from './expenses.permissions.js';
import { EndMandateAction } from './mandate/end.action.js';
import { GrantMandateAction } from './mandate/grant.action.js';
import { MandateBillEntity } from './mandate/mandate-bill.entity.js';
import { MandateEntity } from './mandate/mandate.entity.js';
import { TakeBackPaymentAction } from './take-back/take-back.action.js';
import { PayOneOffAction } from './one-off/one-off.action.js';
import { expensesPersonalData } from './expenses.personal-data.js';

export const expensesRoom: Room = {
  name: 'expenses',
  module: ExpensesModule,
  actions: [
    AdoptApprovalRuleAction,
    ApproveExpenseAction,
    EndMandateAction,
    GrantMandateAction,
    PayOneOffAction,
    RetireApprovalRuleAction,
    TakeBackPaymentAction,
  ],
  permissions: expensesPermissions,
  invariants: expensesInvariants,
  letters: expensesLetters,
  handlers: expensesHandlers,
  personalData: expensesPersonalData,
  forget: forgetExpenses,
  entities: [
    ApprovalRuleEntity,
    ApprovalEntity,
    ExpenseEntity,
    ExpenseItemEntity,
    MandateBillEntity,
    MandateEntity,
  ],
};
