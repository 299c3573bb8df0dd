import type { Tx } from '@rochdale/platform';
import type { Votes } from '@rochdale/voting';
import { isSealed, saysMarks, toTally } from './tally-view.js';
import type { Countable, TallyView } from './tally-view.js';

/** Counts as they stand; of boxes that nobody opened yet, how many have voted. */
export async function tallied(
  tx: Tx,
  votes: Votes,
  found: readonly Countable[],
): Promise<TallyView[]> {
  const few = found.filter(saysMarks).map(({ id }) => id);
  const many = found.filter((vote) => !saysMarks(vote)).map(({ id }) => id);
  const counted = few.length === 0 ? null : await votes.ballots(tx, few);
  const seen = await votes.seen(tx, many);
  const sealed = found.filter(isSealed).map(({ id }) => id);
  const voted = sealed.length === 0 ? null : await votes.turnouts(tx, sealed);
  return found.map((vote) =>
    toTally(vote, counted?.get(vote.id) ?? seen.get(vote.id) ?? [], voted?.get(vote.id)),
  );
}
