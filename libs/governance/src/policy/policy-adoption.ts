import type { Tx } from '@rochdale/platform';
import { newId, violates } from '@rochdale/platform';
import { ruleHash } from '@rochdale/voting';
import { governanceErrors } from '../governance.errors.js';
import { PolicyAdopted } from '../governance.events.js';
import { brokenLink, namedBy } from '../links/links.js';
import { followPolicies } from './following.js';
import type { PolicyFitness } from './policy-fitness.js';
import type { NewPolicy, PolicyRecord } from './policy.store.js';
import { policyStore } from './policy.store.js';

export type WantedPolicy = Omit<NewPolicy, 'id' | 'version' | 'ruleHash'>;

/**
 * Puts new versions in force in place of the old ones, in the caller's transaction. Policies
 * that stay the same, with their title and customs, stay in force.
 *
 * @param fitness asked about successors; null where a co-operative is founded, and no rule of its
 *   own names a policy yet
 * @param seen the version of all of them that their author looked at, null for none: it has to be
 *   the one that is in force when it is locked; undefined where nobody looked
 * @param byProposalId the decision that puts them in force, if one does
 * @throws CodedError POLICY_VERSION_STALE, POLICY_SUCCESSOR_UNFIT, POLICY_LINK_UNFIT
 */
export async function putInForce(
  tx: Tx,
  wanted: readonly WantedPolicy[],
  fitness: PolicyFitness | null,
  seen?: number | null,
  byProposalId: string | null = null,
): Promise<PolicyRecord[]> {
  const keys = wanted.map(({ key }) => key).toSorted();
  const inForce = new Map(
    (await policyStore.lockInForce(tx, keys)).map((known) => [known.key, known]),
  );
  for (const { key } of seen === undefined ? [] : wanted) {
    if (seen !== (inForce.get(key)?.version ?? null)) throw stale();
  }
  const versions = await policyStore.lastVersions(tx, keys);
  const results = wanted.map((policy) => {
    const hash = ruleHash(policy.rule);
    const known = inForce.get(policy.key);
    if (known !== undefined && known.ruleHash === hash && isSaidAlike(known, policy)) {
      return { known };
    }
    const version = (versions.get(policy.key) ?? 0) + 1;
    return { added: { ...policy, id: newId(), version, ruleHash: hash }, known };
  });
  const added = results.flatMap((result) => (result.added ? [result.added] : []));
  const retired = results.flatMap(({ added: next, known }) => (next && known ? [known.id] : []));
  // Their keys are locked by now: who wants to name one of them in a rule waits.
  if (retired.length > 0) await fitness?.requireFitting(tx, added);
  if (retired.length > 0) await policyStore.retire(tx, retired, byProposalId);
  if (added.length > 0) await insertNew(tx, added, byProposalId);
  if (added.length > 0) await requireLinks(tx, added);
  if (retired.length > 0) await followPolicies(tx, retired);
  for (const { id, key, version, ruleHash: hash } of added) {
    tx.announce(PolicyAdopted.of(id, { policyId: id, key, version, ruleHash: hash }));
  }
  return results.flatMap(({ added: next, known }) =>
    next === undefined ? (known ?? []) : { ...next, retiredAt: null },
  );
}

/**
 * Whether these policies name others that can be what they name them for, and can be what others
 * name them for. Those that the new ones name are retired by nobody until the transaction ends.
 *
 * @param retired keys of which none is in force any more
 * @throws CodedError POLICY_LINK_UNFIT
 */
export async function requireLinks(
  tx: Tx,
  added: readonly Pick<NewPolicy, 'key' | 'rule'>[],
  retired: readonly string[] = [],
): Promise<void> {
  const named = added.flatMap(({ rule }) => namedBy(rule));
  for (const key of [...new Set(named)].toSorted()) await policyStore.holdInForce(tx, key);
  const changed = new Set([...retired, ...added.map(({ key }) => key)]);
  const broken = brokenLink(await policyStore.everyInForce(tx), changed);
  if (broken === null) return;
  const { key, field, policyKey, why } = broken;
  const because = why === 'silence' ? ': it passes where nobody says anything' : '';
  const message = `The policy ${key} names ${policyKey}, which cannot be that${because}.`;
  const path = ['rule', field, 'policyKey'];
  throw governanceErrors.error('POLICY_LINK_UNFIT', message, { path, data: { ...broken } });
}

/** Whether members read the same of both, beside the rule. */
function isSaidAlike(known: PolicyRecord, wanted: WantedPolicy): boolean {
  return (
    known.title === wanted.title &&
    known.customs.length === wanted.customs.length &&
    known.customs.every((custom, index) => custom === wanted.customs[index])
  );
}

/** Two who adopt the first version of the same key at once: one of them did not see the other's. */
async function insertNew(
  tx: Tx,
  added: readonly NewPolicy[],
  byProposalId: string | null,
): Promise<void> {
  try {
    await policyStore.insert(tx, added, byProposalId);
  } catch (error) {
    const isRace =
      violates(error, 'policies_version_unique') || violates(error, 'policies_one_in_force');
    if (!isRace) throw error;
    throw stale(error);
  }
}

function stale(cause?: unknown): Error {
  const message = 'Somebody adopted another version meanwhile.';
  const path = ['replacesVersion'];
  return governanceErrors.error('POLICY_VERSION_STALE', message, { path, cause });
}
