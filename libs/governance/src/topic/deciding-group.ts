import { workingGroups } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { policyStore } from '../policy/policy.store.js';
import { filingStore } from './filing.store.js';

type Rule = Pick<DecisionRule, 'decidedBy' | 'filedBy'>;

/** A draft, and who proposes it. */
interface Filed {
  readonly id: string;
  readonly policyId: string;
  readonly proposerMemberId: string | null;
}

/**
 * What a working group decides belongs to one.
 *
 * @throws CodedError PROPOSAL_NEEDS_GROUP
 */
export function requireGroup({ decidedBy }: Rule, workingGroup: string | null): void {
  if (decidedBy === undefined || workingGroup !== null) return;
  const message = 'Under this policy a working group decides: say which.';
  throw governanceErrors.error('PROPOSAL_NEEDS_GROUP', message, { path: ['workingGroup'] });
}

/**
 * Who is in the group that decides a proposal, as it opens: of one that is closed nobody; null
 * where members decide, whichever group it belongs to.
 *
 * @throws CodedError PROPOSAL_NEEDS_GROUP
 */
export async function decidingMembers(
  tx: Tx,
  proposalId: string,
  rule: Rule,
): Promise<ReadonlySet<string> | null> {
  if (rule.decidedBy === undefined) return null;
  const [group] = await filingStore.groupsOf(tx, [proposalId]);
  const key = group?.groupKey ?? null;
  requireGroup(rule, key);
  if (key === null) return null;
  return (await workingGroups.members(tx, [key])).get(key) ?? new Set();
}

/**
 * What a working group decides is put to it by who is in it, or by any member where the policy
 * says so. Of a group that nobody is in nothing is asked: nobody votes there either.
 *
 * @throws CodedError PROPOSER_NOT_IN_GROUP
 */
export async function requireFiler(
  tx: Tx,
  rule: Rule,
  workingGroup: string | null,
  memberId: string | null,
): Promise<void> {
  if (rule.decidedBy === undefined || rule.filedBy !== undefined || workingGroup === null) return;
  const inGroup = (await workingGroups.members(tx, [workingGroup])).get(workingGroup);
  if (inGroup === undefined || inGroup.size === 0) return;
  if (memberId !== null && inGroup.has(memberId)) return;
  const message =
    'Under this policy whoever is in the working group proposes to it: join it first.';
  throw governanceErrors.error('PROPOSER_NOT_IN_GROUP', message, { path: ['workingGroup'] });
}

/**
 * The same as its proposer puts a draft to the vote, by the policy that is in force by then.
 *
 * @throws CodedError PROPOSER_NOT_IN_GROUP
 */
export async function requireFilerOf(tx: Tx, proposal: Filed): Promise<void> {
  const drafted = await policyStore.byId(tx, proposal.policyId);
  const policy = drafted === null ? null : await policyStore.inForce(tx, drafted.key);
  if (policy === null) return;
  const [group] = await filingStore.groupsOf(tx, [proposal.id]);
  await requireFiler(tx, policy.rule, group?.groupKey ?? null, proposal.proposerMemberId);
}
