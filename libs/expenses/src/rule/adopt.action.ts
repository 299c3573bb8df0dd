import { currencyExponent, defineAction } from '@rochdale/platform';
import { z } from 'zod';
import { approvalBands, parseBands } from './approval-rule.js';
import { approvalRuleStore } from './approval-rule.store.js';
import { ApprovalRules } from './approval-rules.js';

/** The members decide who approves what size of expense. Those under way keep the rule they had. */
export const AdoptApprovalRuleAction = defineAction({
  kind: 'approval-rule.adopt',
  payload: z.strictObject({ currency: z.string().regex(/^[A-Z]{3}$/), bands: approvalBands }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  service: ApprovalRules,

  summary: ({ currency, bands }) =>
    `Puts a rule of ${bands.length} ${bands.length === 1 ? 'band' : 'bands'} in force by which ` +
    `expenses in ${currency} are approved.`,

  async check(_rules, _tx, { currency, bands }) {
    currencyExponent(currency);
    parseBands(bands);
  },

  async foresee(_rules, tx, { currency }) {
    const known = await approvalRuleStore.inForce(tx, currency);
    if (known === null) return 'The usual bands hold now.';
    return `It takes the place of version ${known.version}.`;
  },

  run: async (rules, tx, { currency, bands }) =>
    void (await rules.adopt(tx, currency, parseBands(bands))),
});
