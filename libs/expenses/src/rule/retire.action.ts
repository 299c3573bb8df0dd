import { defineAction } from '@rochdale/platform';
import { z } from 'zod';
import { ApprovalRules } from './approval-rules.js';

/** The members take the rule of a currency out of force: the usual bands hold again. */
export const RetireApprovalRuleAction = defineAction({
  kind: 'approval-rule.retire',
  payload: z.strictObject({ currency: z.string().regex(/^[A-Z]{3}$/) }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  service: ApprovalRules,

  summary: ({ currency }) =>
    `Takes the rule by which expenses in ${currency} are approved out of force.`,

  check: async (rules, tx, { currency }) => void (await rules.inForce(tx, currency)),

  foresee: async (rules, tx, { currency }) =>
    `Version ${(await rules.inForce(tx, currency)).version} ends; the usual bands hold again.`,

  run: (rules, tx, { currency }) => rules.retire(tx, currency),
});
