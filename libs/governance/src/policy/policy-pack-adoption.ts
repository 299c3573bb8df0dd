import type { Tx } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { putInForce } from './policy-adoption.js';
import type { PolicyFitness } from './policy-fitness.js';
import type { PolicyPack } from './policy-pack.js';
import { policyPacks } from './policy-packs.js';
import type { PolicyRecord } from './policy.store.js';
import { waysToVote } from './ways-to-vote.js';

/** Every pack that ships. */
export const allPolicyPacks: readonly PolicyPack[] = [...policyPacks, waysToVote];

/**
 * Adopts a pack in an open transaction, without more when a co-operative is founded. Adopting it
 * again changes nothing; policies of other keys stay in force.
 *
 * @throws CodedError POLICY_PACK_UNKNOWN, POLICY_VERSION_STALE, POLICY_SUCCESSOR_UNFIT
 */
export async function adoptPack(
  tx: Tx,
  name: string,
  fitness: PolicyFitness | null = null,
): Promise<PolicyRecord[]> {
  const pack: PolicyPack | undefined = allPolicyPacks.find((known) => known.name === name);
  if (pack === undefined) {
    throw governanceErrors.error('POLICY_PACK_UNKNOWN', 'There is no policy pack of this name.', {
      path: ['pack'],
    });
  }
  return putInForce(
    tx,
    pack.policies.map((policy) => ({ ...policy, pack: pack.name })),
    fitness,
  );
}
