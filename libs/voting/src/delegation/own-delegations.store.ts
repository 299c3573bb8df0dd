import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { DelegationEntity } from './delegation.entity.js';
import { isIn, narrowest } from './scopes.js';
import type { VoteProof } from '../proof/receipt.js';
import { BallotEntity } from '../ballot/ballot.entity.js';
import type { VoteRule } from '../rule/vote-rule.js';

/** A ballot of one's own in a vote: one that stands. */
interface OwnMark {
  readonly ballotId: string;
  readonly mark: unknown;
  readonly weight: bigint;
  readonly castAt: Date;
  /** Who cast what it is like; null of one that one cast oneself. */
  readonly followsMemberId: string | null;
}

/** Where one's own delegation stands in a vote. Nothing behind whom it was given to is in it. */
export interface OwnStanding extends VoteProof {
  readonly proposalId: string;
  /** Null where it is gone since, and the ballot is left that came of it. */
  readonly delegateId: string | null;
  readonly rule: VoteRule;
  readonly isClosed: boolean;
  readonly own: OwnMark | null;
  /** Whether whom it was given to cast a ballot themselves, and what it says. */
  readonly hasTheirs: boolean;
  readonly theirMark: unknown;
}

type Row = Omit<OwnStanding, 'own'> & {
  readonly [Name in keyof OwnMark]: OwnMark[Name] | null;
};

const statement = sql(
  'voting.read-own-delegations-in-votes',
  `with vote as (
     select p.id, p.cooperative_id, p.rule, p.proof_version, p.electorate_salt,
       p.closed_at is not null as is_closed,
       coalesce(least(p.closed_at, p.closes_at - interval '1 millisecond'), $4::timestamptz) as at
     from governance.proposals p
     where p.cooperative_id = $1 and p.id = any ($3::uuid[]) and p.opened_at is not null
       and p.ended_at is null and p.rule ? 'delegation' and not p.is_hearing)
   select v.id as "proposalId", v.rule,
     ${columnsOf(DelegationEntity, { of: 'd', only: ['delegateId'] })},
     v.proof_version as "proofVersion", v.electorate_salt as "electorateSalt",
     v.is_closed as "isClosed", own.id as "ballotId",
     ${columnsOf(BallotEntity, { of: 'own', only: ['mark', 'weight', 'castAt'] })},
     f.member_id as "followsMemberId",
     theirs.id is not null as "hasTheirs", theirs.mark as "theirMark"
   from vote v join governance.electorate e on e.cooperative_id = v.cooperative_id
     and e.proposal_id = v.id and e.member_id = $2
   left join lateral (
     select d.delegate_id from governance.delegations d
     where d.cooperative_id = v.cooperative_id and d.member_id = $2
       and ${isIn('v.id')}
       and (d.scope_kind = 'proxy' or (v.rule #>> '{delegation,atMost}')::int > 0)
       and d.given_at <= v.at and (d.expires_at is null or d.expires_at > v.at)
       and (d.ended_at is null or d.ended_at > v.at)
     order by ${narrowest}, d.given_at desc, d.id desc limit 1) d on true
   left join governance.ballots own on own.cooperative_id = v.cooperative_id
     and own.proposal_id = v.id and own.member_id = $2 and own.superseded_at is null
   left join governance.ballots f on f.cooperative_id = v.cooperative_id and f.id = own.follows_id
   left join governance.ballots theirs on theirs.cooperative_id = v.cooperative_id
     and theirs.proposal_id = v.id and theirs.member_id = d.delegate_id
     and theirs.superseded_at is null and theirs.follows_id is null
   where d.delegate_id is not null or f.id is not null`,
);

/** As it was when the vote was counted, or as it is now; of votes where there is none, nothing. */
export async function ownStandings(
  tx: Tx,
  memberId: string,
  proposalIds: readonly string[],
): Promise<OwnStanding[]> {
  const rows = await tx.rows<Row>(statement, [tx.cooperativeId, memberId, proposalIds, tx.now]);
  return rows.map(({ ballotId, mark, weight, castAt, followsMemberId, ...row }) => {
    const own =
      ballotId === null || weight === null || castAt === null
        ? null
        : { ballotId, mark, weight, castAt, followsMemberId };
    return { ...row, own };
  });
}
