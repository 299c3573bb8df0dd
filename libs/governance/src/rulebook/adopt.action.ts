import { defineAction } from '@rochdale/platform';
import { z } from 'zod';
import { readPolicy } from '../policy/adopt-policy.js';
import { putInForce } from '../policy/policy-adoption.js';
import { PolicyFitness } from '../policy/policy-fitness.js';
import { policyStore } from '../policy/policy.store.js';

/**
 * The members put a policy in force, or a new version of it. How they decide is not for half of
 * them to change: a rule that asks for more is not given up by one that asks for less.
 */
export const AdoptPolicyAction = defineAction({
  kind: 'policy.adopt',
  payload: z.strictObject({
    key: z.string().max(60),
    title: z.string().max(200),
    /** The whole rule, as `DecisionRule.canonicalJson` shows it. */
    rule: z.record(z.string(), z.unknown()),
    customs: z.array(z.string().max(1000)).max(50).nullish(),
  }),
  underPolicies: ['supermajority'],
  proposable: true,
  strangersRead: 'decision',
  service: PolicyFitness,

  summary: ({ key, title }) => `Puts the policy ${title} (${key}) in force.`,

  check: async (_fitness, _tx, { customs, ...policy }) =>
    void readPolicy({ ...policy, customs: customs ?? [] }),

  async foresee(_fitness, tx, { key }) {
    const known = await policyStore.inForce(tx, key);
    if (known === null) return 'There is no policy of this key now.';
    return `It takes the place of version ${known.version}, ${known.title}.`;
  },

  async run(fitness, tx, { customs, ...policy }, { id }) {
    const wanted = [readPolicy({ ...policy, customs: customs ?? [] })];
    await putInForce(tx, wanted, fitness, undefined, id);
  },
});
