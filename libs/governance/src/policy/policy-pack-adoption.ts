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
 * @param keys only those of the pack, null for all of it: what a co-operative changed of the others
 *   stays as it is
 * @throws CodedError POLICY_PACK_UNKNOWN, POLICY_NOT_FOUND for a key that the pack has not,
 *   POLICY_VERSION_STALE, POLICY_SUCCESSOR_UNFIT, POLICY_LINK_UNFIT
 */
export async function adoptPack(
  tx: Tx,
  name: string,
  fitness: PolicyFitness | null = null,
  keys: readonly string[] | null = null,
): Promise<PolicyRecord[]> {
  const pack: PolicyPack | undefined = allPolicyPacks.find((known) => known.name === name);
  if (pack === undefined) {
    throw governanceErrors.error('POLICY_PACK_UNKNOWN', 'There is no policy pack of this name.', {
      path: ['pack'],
    });
  }
  const known = new Set(pack.policies.map(({ key }) => key));
  const place = keys?.findIndex((key) => !known.has(key)) ?? -1;
  if (place !== -1) {
    throw governanceErrors.error('POLICY_NOT_FOUND', 'The pack has no policy of this key.', {
      path: ['keys', String(place)],
    });
  }
  const wanted = pack.policies.filter(({ key }) => keys?.includes(key) ?? true);
  return putInForce(
    tx,
    wanted.map((policy) => ({ ...policy, pack: pack.name })),
    fitness,
  );
}
