import type { Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';
import { ballotStore } from '../ballot/ballot.store.js';
import { silentWeightIn } from '../electorate/silent-weight.js';
import type { DecidedVote, Miscount } from './recount.js';
import { recount } from './recount.js';
import type { Place } from './recount-turn.store.js';
import { start } from './recount-turn.store.js';

const columns = `p.id, p.rule, p.rule_hash as "ruleHash", p.lot_seed as "lotSeed", p.outcome,
  p.outcome_reason as "outcomeReason", p.final_count as "finalCount", p.reading,
  p.electorate_weight - ${silentWeightIn('p')} as "electorateWeight",
  p.active_members_weight - ${silentWeightIn('p')} as "activeMembersWeight"`;

const readAfter = sql(
  'voting.read-counted-votes',
  `select ${columns} from governance.proposals p
   where p.outcome is not null and p.id > $1 and p.cooperative_id = $2 order by p.id limit $3`,
);

const readTurn = sql(
  'voting.read-turn-of-votes',
  `select ${columns}, p.closed_at::text as "closedAt" from governance.proposals p
   where p.cooperative_id = $1 and p.outcome is not null
     and (p.closed_at, p.id) > ($2::timestamptz, $3::uuid) and p.closed_at < $4
   order by p.closed_at, p.id limit $5`,
);

const readNewest = sql(
  'voting.read-newest-votes',
  `select ${columns} from governance.proposals p
   where p.cooperative_id = $1 and p.outcome is not null and p.closed_at >= $2
   order by p.closed_at desc, p.id desc limit $3`,
);

/** How many a transaction counts at once: the newest of a night too, be they as many. */
const batchSize = 500;
/** How many of the others have their turn in a night: thirty nights go round twelve thousand. */
const turnSize = 400;

/** What a batch came to, and the id of its last vote; null when there are no more. */
interface Recounted {
  readonly miscounts: readonly Miscount[];
  readonly after: string | null;
}

async function recountAll(tx: Tx, votes: readonly DecidedVote[]): Promise<readonly Miscount[]> {
  const ballots = await ballotStore.groups(
    tx,
    votes.map(({ id }) => id),
  );
  return votes.flatMap((vote) => recount(vote, ballots.get(vote.id) ?? []));
}

/** Before the id of every vote. */
export const beforeEveryId = '00000000-0000-0000-0000-000000000000';

/** Counts the next decided votes in the order of their ids. */
export async function recountAfter(tx: Tx, after: string): Promise<Recounted> {
  const votes = await tx.rows<DecidedVote>(readAfter, [after, tx.cooperativeId, batchSize]);
  const last = votes.length === batchSize ? votes.at(-1)?.id : undefined;
  return { miscounts: await recountAll(tx, votes), after: last ?? null };
}

/** Counts those decided since then, or the newest five hundred of them. */
export async function recountNewest(tx: Tx, since: Date): Promise<readonly Miscount[]> {
  const asked = [tx.cooperativeId, since, batchSize];
  return recountAll(tx, await tx.rows<DecidedVote>(readNewest, asked));
}

/** From where a turn went to where, and what was found on the way. */
interface RecountedTurn {
  readonly from: Place;
  readonly to: Place;
  readonly miscounts: readonly Miscount[];
}

/**
 * Counts the next of those decided before then. Behind the last of them it begins again with the
 * first, in the same night when there was nothing left.
 */
export async function recountTurn(tx: Tx, from: Place, before: Date): Promise<RecountedTurn> {
  const after = (place: Place) =>
    tx.rows<DecidedVote & Pick<Place, 'closedAt'>>(readTurn, [
      tx.cooperativeId,
      place.closedAt,
      place.proposalId,
      before,
      turnSize,
    ]);
  const left = await after(from);
  const votes = left.length > 0 || from === start ? left : await after(start);
  const last = votes.length === turnSize ? votes.at(-1) : undefined;
  const to = last === undefined ? start : { closedAt: last.closedAt, proposalId: last.id };
  return { from, to, miscounts: await recountAll(tx, votes) };
}
