import { defineAction } from '@rochdale/platform';
import { z } from 'zod';
import { adoptPoolPolicy, checkedPoolPolicy } from './adopt-pool-policy.js';
import { poolPolicyStore } from './pool-policy.store.js';
import type { PoolPolicyTerms } from './pool-policy.store.js';
import { splitRules } from './split-pool.js';

const payload = z.strictObject({
  rule: z.enum(splitRules),
  /** A share between 0 and 1, such as `3/10`. */
  coopShare: z.string().max(50),
  lambda: z.string().max(50),
  meterKey: z.string().max(100),
  currency: z.string().regex(/^[A-Z]{3}$/),
  unusedGoesTo: z.enum(['solidarity', 'co-operative']),
  minimumPayoutMinor: z.string().regex(/^(0|[1-9]\d{0,15})$/),
  graceDays: z.int().min(0).max(60),
});

/** The members decide how the pool is shared from the next period that closes. */
export const AdoptPoolPolicyAction = defineAction({
  kind: 'pool-policy.adopt',
  payload,
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'decision',
  service: null,

  summary: ({ rule, coopShare }) =>
    `Shares the pool by the rule ${rule}; ${coopShare} of it stays with the co-operative.`,

  check: async (_, tx, terms) => void (await checkedPoolPolicy(tx, termsOf(terms))),

  async foresee(_, tx) {
    const current = await poolPolicyStore.current(tx);
    if (current === null) return 'There is no rule for the pool yet.';
    const { rule, coopShare } = current;
    return `The rule is ${rule} now; ${coopShare} stays with the co-operative.`;
  },

  run: async (_, tx, terms) => void (await adoptPoolPolicy(tx, termsOf(terms))),
});

function termsOf({ minimumPayoutMinor, ...terms }: z.infer<typeof payload>): PoolPolicyTerms {
  return { ...terms, minimumPayoutMinor: BigInt(minimumPayoutMinor) };
}
