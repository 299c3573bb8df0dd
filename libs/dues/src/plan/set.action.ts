import { defineAction, formatDecimal, idOf } from '@rochdale/platform';
import { z } from 'zod';
import { checkPlan, joiningRules, planMonths } from './plan.js';
import type { PlanTerms } from './plan.js';
import { Plans } from './plans.js';

const minor = z.string().regex(/^(0|[1-9]\d{0,15})$/);
const payload = z.strictObject({
  key: z.string(),
  name: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  minimumMinor: minor,
  suggestedMinor: minor,
  /** The most that may be chosen; as much as one likes where it is left out. */
  maximumMinor: minor.nullish(),
  months: z.literal(planMonths),
  joining: z.enum(joiningRules).nullish(),
  /** The plan that goes off the list for it. */
  replacesPlanId: idOf('DuesPlan').nullish(),
});

/** The members offer themselves a new scale of dues, in place of another where they say so. */
export const SetPlanAction = defineAction({
  kind: 'dues-plan.set',
  payload,
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'decision',
  service: Plans,

  summary({ name, currency, months, ...terms }) {
    const from = formatDecimal(BigInt(terms.minimumMinor), currency);
    const every = months === 1 ? 'month' : `${months} months`;
    return `Offers the dues plan ${name}: from ${from} ${currency} every ${every}.`;
  },

  async check(plans, tx, terms) {
    checkPlan(termsOf(terms));
    if (typeof terms.replacesPlanId === 'string') await plans.find(tx, terms.replacesPlanId);
  },

  async foresee(plans, tx, { replacesPlanId }) {
    if (typeof replacesPlanId !== 'string') return 'The plans on the list stay there.';
    const { name } = await plans.find(tx, replacesPlanId);
    return `${name} goes off the list; who is on it stays on it until they choose another.`;
  },

  async run(plans, tx, terms) {
    await plans.create(tx, termsOf(terms));
    if (typeof terms.replacesPlanId === 'string') await plans.retire(tx, terms.replacesPlanId);
  },
});

function termsOf(terms: z.infer<typeof payload>): PlanTerms {
  const { key, name, currency, months, joining, maximumMinor } = terms;
  return {
    key,
    name,
    currency,
    minimumMinor: BigInt(terms.minimumMinor),
    suggestedMinor: BigInt(terms.suggestedMinor),
    maximumMinor: typeof maximumMinor === 'string' ? BigInt(maximumMinor) : null,
    months,
    ...(typeof joining === 'string' ? { joining } : {}),
  };
}
