import { awayAmong } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import { ballotKindOf } from '@rochdale/voting';
import type { VoteRule } from '@rochdale/voting';
import { candidateStore } from '../proposal/candidate.store.js';
import { haveCandidates, optionsIn } from '../proposal/proposal-options.js';

/**
 * The options of a vote that cannot win any more: members who left, were suspended or erased since
 * it opened, without which of it. Ballots pass on to whom they name besides. Nobody becomes so
 * before the transaction ends.
 */
export async function leftOutOf(
  tx: Tx,
  vote: { readonly id: string; readonly rule: VoteRule },
): Promise<readonly number[]> {
  const { id, rule } = vote;
  if (!haveCandidates(optionsIn(rule)) || ballotKindOf(rule).without === undefined) return [];
  const candidates = await candidateStore.of(tx, id);
  const away = await awayAmong(
    tx,
    candidates.map(({ memberId }) => memberId),
  );
  return candidates.filter(({ memberId }) => away.has(memberId)).map(({ place }) => place);
}
