import { workingGroups } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import type { VoteRule } from '@rochdale/voting';
import { governanceErrors } from '../governance.errors.js';
import { filingStore } from './filing.store.js';

type Rule = Pick<VoteRule, 'decidedBy'>;

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
