import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BallotEntity } from './ballot.entity.js';
import { ElectorateEntity } from '../electorate/electorate.entity.js';
import { isDetached } from '../detached/detached.js';
import { readCountedBox } from '../detached/counted-box.queries.js';
import { paperHoursOf } from '../paper/paper.js';
import { paperStore } from '../paper/paper.store.js';
import { recordApartOf, recordOf } from '../proof/vote-record.js';
import type { LoggedBallot, ProvedVote, VoteRecord } from '../proof/vote-record.js';

const seated = ['memberId', 'memberClass', 'weight', 'countsIfCast'] as const;
const cast = ['proposalId', 'memberId', 'mark', 'weight', 'castAt'] as const;
type Seat = Readonly<Pick<ElectorateEntity, (typeof seated)[number]>>;

const electorate = sql(
  'voting.read-electorate',
  `select ${columnsOf(ElectorateEntity, { only: seated })} from governance.electorate
   where proposal_id = $1 and cooperative_id = $2`,
);

const log = sql(
  'voting.read-ballots-to-prove',
  `select b.id as "ballotId", b.superseded_at is null as "isCurrent",
     b.taken_back as "isTakenBack", b.voided as "isVoided",
     f.member_id as "followsMemberId", ${columnsOf(BallotEntity, { of: 'b', only: cast })},
     ${columnsOf(ElectorateEntity, { of: 'e', only: ['memberClass'] })}
   from governance.ballots b join governance.electorate e
     on e.cooperative_id = b.cooperative_id and e.proposal_id = b.proposal_id
     and e.member_id = b.member_id
   left join governance.ballots f on f.cooperative_id = b.cooperative_id and f.id = b.follows_id
   where b.proposal_id = $1 and b.cooperative_id = $2`,
);

/**
 * What of a vote can be proved to others. Who may have it of which vote is for the caller to know:
 * nothing here asks whether it is closed.
 */
export async function readVoteRecord(tx: Tx, id: string, vote: ProvedVote): Promise<VoteRecord> {
  const asked = [id, tx.cooperativeId];
  const seats = await tx.rows<Seat>(electorate, asked);
  const papers = paperHoursOf(vote.rule) === null ? null : await paperStore.recorded(tx, id);
  if (isDetached(vote.rule)) {
    return { ...recordApartOf(vote, seats, await readCountedBox(tx, id)), papers };
  }
  return { ...recordOf(vote, seats, await tx.rows<LoggedBallot>(log, asked)), papers };
}
