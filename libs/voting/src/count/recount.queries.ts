import type { Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';
import { ballotStore } from '../ballot/ballot.store.js';
import type { DecidedVote, Miscount } from './recount.js';
import { recount } from './recount.js';

const columns = `p.id, p.rule, p.rule_hash as "ruleHash", p.lot_seed as "lotSeed", p.outcome,
  p.outcome_reason as "outcomeReason", p.final_count as "finalCount", p.reading,
  p.electorate_weight as "electorateWeight", p.active_members_weight as "activeMembersWeight"`;

const readAfter = sql(
  'voting.read-counted-votes',
  `select ${columns} from governance.proposals p
   where p.outcome is not null and p.id > $1 and p.cooperative_id = $2 order by p.id limit $3`,
);

const readTurn = sql(
  'voting.read-turn-of-votes',
  `select ${columns} from governance.proposals p
   join (select d.id, row_number() over (order by d.id) - 1 as place, count(*) over () as total
     from governance.proposals d
     where d.cooperative_id = $1 and d.outcome is not null) decided on decided.id = p.id
   where p.cooperative_id = $1 and (p.closed_at >= $2
     or place / $4::bigint = $3::bigint % (1 + (total - 1) / $4::bigint))
   order by p.closed_at >= $2 desc, p.id limit $5`,
);

/** How many a transaction counts at once. */
const batchSize = 500;
/** How many of them have their turn whenever they were decided; the rest is for the newest. */
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

/** Counts those decided since then, and those whose turn it is. Up to `batchSize`. */
export async function recountTurn(tx: Tx, since: Date, turn: number): Promise<readonly Miscount[]> {
  const asked = [tx.cooperativeId, since, turn, turnSize, batchSize];
  return recountAll(tx, await tx.rows<DecidedVote>(readTurn, asked));
}
