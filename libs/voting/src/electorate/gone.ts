import type { Tx } from '@rochdale/platform';
import { electorateStore } from './electorate.store.js';
import type { VoterRoll } from './voter-roll.js';

/** What voters weigh who cast no ballot and are members no more, by open vote that asks for it. */
export async function goneWeights(
  tx: Tx,
  roll: VoterRoll,
  proposalIds: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const weights = new Map<string, bigint>();
  const silent = await electorateStore.silent(tx, proposalIds);
  if (silent.length === 0) return weights;
  const gone = await roll.former(tx, [...new Set(silent.map(({ memberId }) => memberId))]);
  for (const { proposalId, memberId, weight } of silent) {
    if (gone.has(memberId)) weights.set(proposalId, (weights.get(proposalId) ?? 0n) + weight);
  }
  return weights;
}
