import type { Tx } from '@rochdale/platform';
import type { DelegationView } from '../delegation/delegation.queries.js';
import { noKeys } from '../delegation/delegation.js';
import { delegationStore } from '../delegation/delegation.store.js';
import type { VoterRoll } from '../electorate/voter-roll.js';
import { votingErrors } from '../voting.errors.js';
import { putInForce, refusal, requireInStanding } from './giving.js';
import { heldPlace, heldVote, openVote } from './held-place.js';

interface AskedProxy {
  readonly memberId: string;
  readonly holderId: string;
  readonly proposalId: string;
  /** Whether a secretary records it. */
  readonly isRecorded: boolean;
}

/**
 * One proxy of each voter in a vote, whoever wrote it down: the last one. More than one may hold
 * are let in, and the count takes those that came first. The vote and its rule are asked first:
 * whoever records one learns nothing of who gave it, and not whether they have a vote.
 */
export async function holdProxy(
  tx: Tx,
  roll: VoterRoll,
  { memberId, holderId, proposalId, isRecorded }: AskedProxy,
): Promise<DelegationView | 'late'> {
  if (holderId === memberId) {
    throw refusal('DELEGATION_TO_ONESELF', 'Who votes themselves needs no proxy.', 'holderId');
  }
  await requireOffered(tx, proposalId);
  if (isRecorded) await requireInStanding(tx, roll, memberId, 'memberId');
  await requireInStanding(tx, roll, holderId, 'holderId');
  const held = isRecorded
    ? await heldVote(tx, proposalId)
    : await heldPlace(tx, proposalId, memberId);
  if (held === 'late') return held;
  const givenAt = await delegationStore.hold(tx);
  const scope = { scopeKind: 'proxy', scopeId: proposalId, ...noKeys } as const;
  const one = { memberId, delegateId: holderId, ...scope, expiresAt: null, isRecorded };
  return putInForce(tx, roll, one, givenAt);
}

async function requireOffered(tx: Tx, proposalId: string): Promise<void> {
  const { rule, isHearing } = await openVote(tx, proposalId);
  if (rule?.delegation?.proxies !== undefined && !isHearing) return;
  const message = 'In this vote nobody holds a proxy.';
  throw votingErrors.error('PROXY_NOT_OFFERED', message, { path: ['proposalId'] });
}
