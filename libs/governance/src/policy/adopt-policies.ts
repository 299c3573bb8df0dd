import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { newId, permit, UnitOfWork, violates } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { PolicyAdopted } from '../governance.events.js';
import { ruleHash } from '@rochdale/voting';
import { parseRule } from './decision-rule.js';
import type { PolicyPack } from './policy-packs.js';
import { policyPacks } from './policy-packs.js';
import type { NewPolicy, PolicyRecord } from './policy.store.js';
import { policyStore } from './policy.store.js';

export interface AdoptPolicyInput {
  readonly key: string;
  readonly title: string;
  readonly rule: unknown;
  readonly customs?: readonly string[];
  /** The version that the author of the change looked at; refused when it is not in force. */
  readonly replacesVersion?: number | null;
}

type Wanted = Omit<NewPolicy, 'id' | 'version' | 'ruleHash'>;

/** Puts new versions in force in place of the old ones. Rules that stay the same stay in force. */
async function putInForce(tx: Tx, wanted: readonly Wanted[]): Promise<PolicyRecord[]> {
  const keys = wanted.map(({ key }) => key).toSorted();
  const inForce = new Map(
    (await policyStore.lockInForce(tx, keys)).map((known) => [known.key, known]),
  );
  const versions = await policyStore.lastVersions(tx, keys);
  const results = wanted.map((policy) => {
    const hash = ruleHash(policy.rule);
    const known = inForce.get(policy.key);
    if (known?.ruleHash === hash && known.title === policy.title) return { known };
    const version = (versions.get(policy.key) ?? 0) + 1;
    return { added: { ...policy, id: newId(), version, ruleHash: hash }, known };
  });
  const added = results.flatMap((result) => (result.added ? [result.added] : []));
  const retired = results.flatMap(({ added: next, known }) => (next && known ? [known.id] : []));
  if (retired.length > 0) await policyStore.retire(tx, retired);
  if (added.length > 0) await insertNew(tx, added);
  for (const { id, key, version, ruleHash: hash } of added) {
    tx.announce(PolicyAdopted.of(id, { policyId: id, key, version, ruleHash: hash }));
  }
  return results.flatMap(({ added: next, known }) => next ?? known ?? []);
}

/** Two who adopt the first version of the same key at once: one of them did not see the other's. */
async function insertNew(tx: Tx, added: readonly NewPolicy[]): Promise<void> {
  try {
    await policyStore.insert(tx, added);
  } catch (error) {
    const isRace =
      violates(error, 'policies_version_unique') || violates(error, 'policies_one_in_force');
    if (!isRace) throw error;
    const message = 'Somebody adopted another version meanwhile.';
    throw governanceErrors.error('POLICY_VERSION_STALE', message, { cause: error });
  }
}

/**
 * Adopts a pack in an open transaction: for founding a co-operative. Adopting it again changes
 * nothing; policies of other keys stay in force.
 *
 * @throws CodedError POLICY_PACK_UNKNOWN
 */
export async function adoptPack(tx: Tx, name: string): Promise<PolicyRecord[]> {
  const pack: PolicyPack | undefined = policyPacks.find((known) => known.name === name);
  if (pack === undefined) {
    throw governanceErrors.error('POLICY_PACK_UNKNOWN', 'There is no policy pack of this name.', {
      path: ['pack'],
    });
  }
  return putInForce(
    tx,
    pack.policies.map((policy) => ({ ...policy, pack: pack.name })),
  );
}

/** Puts a shipped policy pack in force in the actor's co-operative. */
@Injectable()
export class AdoptPolicyPack {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async execute(actor: Actor, input: { pack: string }): Promise<readonly PolicyRecord[]> {
    permit(actor, 'policy.adopt');
    return this.unitOfWork.run(actor, (tx) => adoptPack(tx, input.pack));
  }
}

/** Puts one policy of the co-operative's own in force, or a new version of it. */
@Injectable()
export class AdoptPolicy {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async execute(actor: Actor, input: AdoptPolicyInput): Promise<PolicyRecord> {
    permit(actor, 'policy.adopt');
    const { key, title, customs = [], replacesVersion } = input;
    const rule = parseRule(input.rule);
    if (!/^[a-z][a-z0-9-]{0,59}$/.test(key) || title.trim() === '' || title.length > 200) {
      const message = 'A policy has a key of lower-case letters and a title.';
      throw governanceErrors.error('POLICY_RULE_INVALID', message, { path: ['key'] });
    }
    return this.unitOfWork.run(actor, async (tx) => {
      const known = await policyStore.inForce(tx, key);
      if (replacesVersion !== undefined && replacesVersion !== (known?.version ?? null)) {
        const message = 'Somebody adopted another version meanwhile.';
        throw governanceErrors.error('POLICY_VERSION_STALE', message, {
          path: ['replacesVersion'],
        });
      }
      const [adopted] = await putInForce(tx, [{ key, title, customs, rule, pack: null }]);
      if (adopted === undefined) throw new Error('a policy was adopted');
      return adopted;
    });
  }
}
