import { awayAmong } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import { newRandomId } from '@rochdale/platform';
import type { Scope } from '../delegation/delegation.js';
import type { DelegationView } from '../delegation/delegation.queries.js';
import { delegationStore } from '../delegation/delegation.store.js';
import { announceEnded, announceGiven } from '../delegation/told-delegations.js';
import type { VoterRoll } from '../electorate/voter-roll.js';
import { votingErrors } from '../voting.errors.js';

type Refusal = Parameters<(typeof votingErrors)['error']>[0];

/** @param field of what was asked, that is at fault */
export const refusal = (code: Refusal, message: string, field: string): Error =>
  votingErrors.error(code, message, { path: [field] });

/**
 * Nobody who is gone, or goes meanwhile: who is just being erased is waited for.
 *
 * @throws CodedError DELEGATE_NOT_FOUND
 */
export async function requireInStanding(
  tx: Tx,
  roll: VoterRoll,
  id: string,
  field: string,
): Promise<void> {
  const away = await awayAmong(tx, [id]);
  const entries = away.size > 0 ? [] : await roll.entries(tx);
  if (entries.some((one) => one.memberId === id)) return;
  throw refusal('DELEGATE_NOT_FOUND', 'There is no such member.', field);
}

/**
 * In place of what was given of the same scope; the caller holds delegations from that instant.
 * What is the same already stays, and keeps its place among those whom one may vote for. Of one
 * that a secretary records this is not asked: the answer would say that there was one.
 */
export async function putInForce(
  tx: Tx,
  roll: VoterRoll,
  one: Scope & Omit<DelegationView, keyof Scope | 'id' | 'givenAt'>,
  givenAt: Date,
): Promise<DelegationView> {
  const { memberId, delegateId } = one;
  const same = one.isRecorded ? null : await delegationStore.sameInForce(tx, one, givenAt);
  if (same !== null) {
    // Of who went and came back it is over, whenever a worker writes that down.
    const went = await roll.wentAway(tx, [memberId, delegateId], givenAt);
    if ([...went.values()].every((at) => at < same.givenAt)) return same;
  }
  const replaced = await delegationStore.replace(tx, memberId, one, givenAt);
  announceEnded(tx, replaced, 'replaced', memberId);
  const given = { ...one, id: newRandomId(), givenAt };
  await delegationStore.insert(tx, { ...given, cooperativeId: tx.cooperativeId });
  announceGiven(tx, given);
  return given;
}
