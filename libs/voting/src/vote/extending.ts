import type { Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';
import { ballotStore } from '../ballot/ballot.store.js';
import { lateFrom, lateQuorumExtension } from '../count/late-quorum.js';
import { closingTime } from '../rule/closing-time.js';
import type { ElectorateSize, VoteRule } from '../rule/vote-rule.js';
import { ProposalExtended } from '../voting.events.js';
import { CloseDueProposal } from '../voting.jobs.js';

/** A vote that was opened, as far as its count needs it. */
export interface OpenVote extends ElectorateSize {
  readonly id: string;
  readonly rule: VoteRule;
  readonly closesAt: Date;
}

const lockOpen = sql(
  'voting.lock-open-vote',
  `select id, rule, closes_at as "closesAt", electorate_weight as "electorateWeight",
     active_members_weight as "activeMembersWeight"
   from governance.proposals where id = $1 and cooperative_id = $2 and state = 'open' for update`,
);

const over = sql(
  'voting.find-votes-over',
  `select id, state, rule, closes_at as "closesAt", electorate_weight as "electorateWeight",
     active_members_weight as "activeMembersWeight"
   from governance.proposals where cooperative_id = $1 and state in ('open', 'extended')
     and closes_at <= $2`,
);

const extend = sql(
  'voting.extend-vote',
  `update governance.proposals set state = 'extended', extended_from = closes_at, closes_at = $2
   where id = $1 and state = 'open' and cooperative_id = $3`,
);

/**
 * Until when a vote goes on that is open and was not extended, since its quorum came late; null
 * where it does not, or that time is over as well. Nothing is written.
 */
async function lateEnd(tx: Tx, vote: OpenVote): Promise<Date | null> {
  const { id, rule, closesAt } = vote;
  if (rule.lateQuorum === null || tx.now < lateFrom(rule.lateQuorum, closesAt)) return null;
  const timeZone = await tx.timeZone();
  // After an outage, the extension may be over as well: then it is closed as it stands, and no
  // ballot is looked at.
  if (closingTime(rule, closesAt, rule.lateQuorum.extendHours, timeZone) <= tx.now) return null;
  return lateQuorumExtension(rule, await ballotStore.log(tx, id), vote, closesAt, timeZone);
}

/**
 * Lets a vote go on whose quorum came late, once: whoever finds it first does it, the worker or the
 * next who votes, and both find the same, as it hangs on the ballots alone. The caller holds the
 * lock on a vote that is open and was not extended. Returns the new end; null when there is none.
 */
export async function extendLate(tx: Tx, vote: OpenVote): Promise<Date | null> {
  const { id } = vote;
  const until = await lateEnd(tx, vote);
  if (until === null) return null;
  await tx.change(extend, [id, until, tx.cooperativeId]);
  tx.enqueue(
    CloseDueProposal,
    { cooperativeId: tx.cooperativeId, proposalId: id },
    { key: `${id}:${until.toISOString()}`, runAt: until },
  );
  tx.announce(ProposalExtended.of(id, { proposalId: id, closesAt: until.toISOString() }));
  return until;
}

/** The same for a vote that nobody holds yet. False when it does not go on. */
export async function extendIfLate(tx: Tx, proposalId: string): Promise<boolean> {
  const vote = await tx.maybeOne<OpenVote>(lockOpen, [proposalId, tx.cooperativeId]);
  return vote !== null && (await extendLate(tx, vote)) !== null;
}

/**
 * The votes whose time is over by what is written, and that no worker has closed yet, by their ids:
 * with the new end of those that go on, since their quorum came late, and null for the others. For
 * whoever reads; nothing is written.
 */
export async function votesOver(tx: Tx): Promise<ReadonlyMap<string, Date | null>> {
  const found = await tx.rows<OpenVote & { state: string }>(over, [tx.cooperativeId, tx.now]);
  const ends = new Map<string, Date | null>();
  for (const vote of found) {
    ends.set(vote.id, vote.state === 'open' ? await lateEnd(tx, vote) : null);
  }
  return ends;
}
