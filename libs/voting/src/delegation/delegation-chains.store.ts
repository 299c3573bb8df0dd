import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

/** Where one's own delegation leads in a vote: never past whom it was given to. */
export interface OwnChain {
  readonly proposalId: string;
  readonly delegateId: string;
  readonly isClosed: boolean;
  readonly isSecret: boolean;
  /** Whether a ballot of one's own stands, and whether another voted for it. */
  readonly hasOwn: boolean;
  readonly isFollowing: boolean;
  readonly ownMark: unknown;
  /** Whether who is last in the chain voted, and what they said. */
  readonly hasLast: boolean;
  readonly lastMark: unknown;
}

/**
 * From one voter on, in each of these votes, as it was when the vote was counted or as it is now.
 * Step by step, so that it costs what the chain is long, and a circle ends it.
 */
const chains = sql(
  'voting.read-own-delegation-chains',
  `with recursive vote as (
     select p.id, p.cooperative_id, p.closed_at is not null as is_closed,
       (p.rule ->> 'secretUntilClosed')::boolean as is_secret,
       coalesce(least(p.closed_at, p.closes_at - interval '1 millisecond'), $4::timestamptz) as at
     from governance.proposals p
     where p.cooperative_id = $1 and p.id = any ($3::uuid[]) and p.opened_at is not null
       and p.ended_at is null and p.rule ? 'delegation' and not p.is_hearing),
   chain as (
     select v.id as proposal_id, $2::uuid as member_id, array[$2::uuid] as path from vote v
     union all
     select c.proposal_id, d.delegate_id, c.path || d.delegate_id
     from chain c join vote v on v.id = c.proposal_id
     join governance.electorate e on e.cooperative_id = v.cooperative_id
       and e.proposal_id = v.id and e.member_id = c.member_id
     cross join lateral (
       select d.delegate_id from governance.delegations d
       where d.cooperative_id = v.cooperative_id and d.member_id = c.member_id
         and (d.scope_kind = 'all' or d.scope_kind = 'proposal' and d.scope_id = v.id)
         and d.given_at <= v.at and (d.expires_at is null or d.expires_at > v.at)
         and (d.ended_at is null or d.ended_at > v.at)
       order by d.scope_kind = 'proposal' desc, d.given_at desc, d.id desc limit 1) d
     where d.delegate_id <> all (c.path) and (cardinality(c.path) = 1 or not exists (
       select from governance.ballots b where b.cooperative_id = v.cooperative_id
         and b.proposal_id = v.id and b.member_id = c.member_id
         and b.superseded_at is null and b.follows_id is null)))
   select distinct on (c.proposal_id) v.id as "proposalId", c.path[2] as "delegateId",
     v.is_closed as "isClosed", v.is_secret as "isSecret",
     own.id is not null as "hasOwn", own.follows_id is not null as "isFollowing",
     own.mark as "ownMark", last.id is not null as "hasLast", last.mark as "lastMark"
   from chain c join vote v on v.id = c.proposal_id
   left join governance.ballots own on own.cooperative_id = v.cooperative_id
     and own.proposal_id = v.id and own.member_id = $2 and own.superseded_at is null
   left join governance.ballots last on last.cooperative_id = v.cooperative_id
     and last.proposal_id = v.id and last.member_id = c.member_id
     and last.superseded_at is null and last.follows_id is null
   where cardinality(c.path) > 1
   order by c.proposal_id, cardinality(c.path) desc`,
);

export const chainsFrom = (
  tx: Tx,
  memberId: string,
  proposalIds: readonly string[],
): Promise<OwnChain[]> => tx.rows(chains, [tx.cooperativeId, memberId, proposalIds, tx.now]);
