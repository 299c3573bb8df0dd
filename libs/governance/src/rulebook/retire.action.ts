import { defineAction } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { z } from 'zod';
import { governanceErrors } from '../governance.errors.js';
import { PolicyRetired } from '../governance.events.js';
import { PolicyUses } from '../policy/policy-uses.js';
import type { PolicyRecord } from '../policy/policy.store.js';
import { requireLinks } from '../policy/policy-adoption.js';
import { policyStore } from '../policy/policy.store.js';

/**
 * The members take a policy out of force without another in its place. What is open is decided
 * under it; what is not opens no more.
 */
export const RetirePolicyAction = defineAction({
  kind: 'policy.retire',
  payload: z.strictObject({ key: z.string().min(1).max(60) }),
  underPolicies: ['supermajority'],
  proposable: true,
  strangersRead: 'decision',
  service: PolicyUses,

  summary: ({ key }) => `Takes the policy ${key} out of force.`,

  check: async (_uses, tx, { key }) => void known(await policyStore.inForce(tx, key), key),

  async foresee(_uses, tx, { key }) {
    const { title, version } = known(await policyStore.inForce(tx, key), key);
    return `${title}, in its version ${version}, decides nothing more that is not open.`;
  },

  async run(uses, tx, { key }, decided) {
    const [inForce = null] = await policyStore.lockInForce(tx, [key]);
    const policy = known(inForce, key);
    await demandUnused(uses, tx, key);
    await retire(tx, policy, decided.id);
  },
});

/** @throws CodedError POLICY_LINK_UNFIT where a rule in force names it */
async function retire(tx: Tx, policy: PolicyRecord, by: string): Promise<void> {
  const { id, key, version } = policy;
  await policyStore.retire(tx, [id], by);
  await requireLinks(tx, [], [key]);
  tx.announce(PolicyRetired.of(id, { policyId: id, key, version }));
}

function known(policy: PolicyRecord | null, key: string): PolicyRecord {
  if (policy !== null) return policy;
  throw governanceErrors.error('POLICY_NOT_FOUND', 'No policy of this key is in force.', {
    path: ['key'],
    data: { key },
  });
}

/** What a room leaves to the vote by itself would be decided by nobody. */
async function demandUnused(uses: PolicyUses, tx: Tx, key: string): Promise<void> {
  const [use] = await uses.of(tx, [key]);
  if (use === undefined) return;
  const message = `A rule in force leaves ${use.kind} to this policy.`;
  throw governanceErrors.error('POLICY_IN_USE', message, {
    path: ['key'],
    data: { key, kind: use.kind },
  });
}
