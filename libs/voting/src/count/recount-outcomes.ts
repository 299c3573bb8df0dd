import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { canonicalJson, permit, sql, UnitOfWork } from '@rochdale/platform';
import { ballotStore } from '../ballot/ballot.store.js';
import type { Outcome, Reading } from '../kind/ballot-kind.js';
import type { ElectorateSize, VoteRule } from '../rule/vote-rule.js';
import { ruleHash } from '../rule/vote-rule.js';
import type { BallotGroups } from './count-vote.js';
import { countVote } from './count-vote.js';

interface CountedRow extends ElectorateSize {
  readonly id: string;
  readonly rule: VoteRule;
  readonly ruleHash: string;
  readonly lotSeed: string | null;
  readonly outcome: Outcome;
  readonly outcomeReason: string;
  readonly finalCount: object;
  readonly reading: Reading;
}

const readCounted = sql(
  'voting.read-counted-votes',
  `select id, rule, rule_hash as "ruleHash", lot_seed as "lotSeed", outcome,
     outcome_reason as "outcomeReason", final_count as "finalCount", reading,
     electorate_weight as "electorateWeight", active_members_weight as "activeMembersWeight"
   from governance.proposals
   where outcome is not null and id > $1 and cooperative_id = $2 order by id limit $3`,
);

const beforeEveryId = '00000000-0000-0000-0000-000000000000';
const batchSize = 500;

/** What a recount found that is not as it was computed when voting closed. */
export interface Miscount {
  readonly proposalId: string;
  readonly recorded: string;
  readonly recounted: string;
}

/**
 * Counts every decided proposal again from its ballots, under the rule frozen in it, and says where
 * the record differs. Finds nothing unless somebody changed what is never changed.
 */
@Injectable()
export class RecountOutcomes {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN for everybody but the service itself */
  async execute(actor: Actor): Promise<readonly Miscount[]> {
    permit(actor, 'vote.recount');
    const found: Miscount[] = [];
    let after: string | null = beforeEveryId;
    while (after !== null) {
      const start: string = after;
      after = await this.unitOfWork.read(actor, (tx) => recountAfter(tx, start, found));
    }
    return found;
  }
}

/** Recounts one batch of votes. Returns the id of its last, or null when it was the last batch. */
async function recountAfter(tx: Tx, after: string, found: Miscount[]): Promise<string | null> {
  const votes = await tx.rows<CountedRow>(readCounted, [after, tx.cooperativeId, batchSize]);
  const ballots = await ballotStore.groups(
    tx,
    votes.map(({ id }) => id),
  );
  found.push(...votes.flatMap((vote) => recount(vote, ballots.get(vote.id) ?? [])));
  return votes.length === batchSize ? (votes.at(-1)?.id ?? null) : null;
}

function recount(vote: CountedRow, groups: BallotGroups): Miscount[] {
  const { id, rule, outcome, outcomeReason, finalCount } = vote;
  const verdict = countVote(rule, groups, vote, vote.lotSeed, vote.reading);
  const told = (how: string, why: string, hash: string, count: object): string =>
    `${how}: ${why}, rule ${hash}, count ${canonicalJson(count)}`;
  const recorded = told(outcome, outcomeReason, vote.ruleHash, finalCount);
  const recounted = told(verdict.outcome, verdict.reason, ruleHash(rule), verdict.count);
  return recorded === recounted ? [] : [{ proposalId: id, recorded, recounted }];
}
