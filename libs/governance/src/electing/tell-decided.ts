import { awayAmong } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import type { Outcome } from '@rochdale/voting';
import { CandidacyDecided } from '../governance.events.js';
import { candidateStore } from '../proposal/candidate.store.js';

/** Tells those who stood whether they are elected, where anything was decided. */
export async function tellDecided(
  tx: Tx,
  proposalId: string,
  outcome: Outcome,
  count: object,
): Promise<void> {
  const { winners = [] } = count as { readonly winners?: readonly number[] };
  if (outcome !== 'passed') return;
  const candidates = await candidateStore.of(tx, proposalId);
  const away = await awayAmong(
    tx,
    candidates.map(({ memberId }) => memberId),
  );
  for (const { memberId, place } of candidates) {
    if (away.has(memberId)) continue;
    const isElected = winners.includes(place);
    tx.announce(CandidacyDecided.of(proposalId, { proposalId, memberId, isElected }));
  }
}
