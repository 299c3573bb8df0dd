import type { Invariant } from '@rochdale/platform';

/** Laws of the voting room that can be asked of the tables; outcomes are recounted in code. */
export const votingInvariants: readonly Invariant[] = [
  {
    name: 'voting.no-ballot-outside-voting',
    of: 'Ballot',
    describes:
      'Every ballot was cast, and taken back if it was, after its proposal opened and before it ' +
      'closed.',
    sql: `select b.id, b.proposal_id from governance.ballots b
      join governance.proposals p on p.id = b.proposal_id
      where p.opened_at is null or b.cast_at < p.opened_at or b.cast_at >= p.closes_at
        or (p.closed_at is not null and b.cast_at > p.closed_at)
        or (b.taken_back
          and (b.superseded_at >= p.closes_at or b.superseded_at > p.closed_at)) limit 100`,
  },
  {
    name: 'voting.one-current-ballot',
    describes: 'A member has at most one current ballot on a proposal.',
    sql: `select proposal_id, member_id from governance.ballots where superseded_at is null
      group by proposal_id, member_id having count(*) > 1 limit 100`,
  },
  {
    name: 'voting.ballots-form-chains',
    of: 'Ballot',
    describes:
      'A superseded ballot was superseded by exactly one, of the same voter; one that was taken ' +
      'back by none, and so may one that was void at the end of a vote whose rule has those of ' +
      'who left void.',
    sql: `select b.id from governance.ballots b
      join governance.proposals p on p.id = b.proposal_id
      left join governance.ballots next on next.supersedes_id = b.id
        and next.proposal_id = b.proposal_id and next.member_id = b.member_id
      group by b.id, p.id having (b.superseded_at is null or b.taken_back
          or p.rule ->> 'leavers' = 'void' and p.closed_at is not null
            and b.superseded_at >= p.closes_at - interval '1 microsecond' and count(next.id) = 0)
        <> (count(next.id) = 0) or count(next.id) > 1
      limit 100`,
  },
  {
    name: 'voting.taken-back-where-allowed',
    of: 'Ballot',
    describes: 'A ballot was taken back only where the rule of its vote lets voters do so.',
    sql: `select b.id from governance.ballots b
      join governance.proposals p on p.id = b.proposal_id
      where b.taken_back and not b.voided
        and p.rule -> 'mayTakeBack' is distinct from 'true' limit 100`,
  },
  {
    name: 'voting.void-where-amended',
    of: 'Ballot',
    describes: 'A ballot is void only where its vote was amended after it was cast.',
    sql: `select b.id from governance.ballots b
      join governance.proposals p on p.id = b.proposal_id
      where b.voided and (p.amended_at is null
        or b.superseded_at > greatest(p.amended_at, b.cast_at + interval '1 millisecond'))
      union all
      select b.id from governance.ballots b join governance.proposals p on p.id = b.proposal_id
      where b.superseded_at is null and b.cast_at < p.amended_at limit 100`,
  },
  {
    name: 'voting.ballots-weigh-what-their-voters-do',
    of: 'Ballot',
    describes: 'Every ballot is of a voter of the electorate and has exactly their weight.',
    sql: `select b.id from governance.ballots b
      left join governance.electorate e on e.proposal_id = b.proposal_id
        and e.member_id = b.member_id and e.cooperative_id = b.cooperative_id
      where e.weight is distinct from b.weight limit 100`,
  },
  {
    name: 'voting.electorate-as-published',
    of: 'Proposal',
    describes: 'The electorate has the size and the weight that were published at opening.',
    sql: `select p.id from governance.proposals p
      left join governance.electorate e on e.proposal_id = p.id
      where p.opened_at is not null
      group by p.id
      having count(e.member_id) <> p.electorate_size
        or coalesce(sum(e.weight), 0) <> p.electorate_weight limit 100`,
  },
  {
    name: 'voting.final-count-as-recounted',
    of: 'Proposal',
    describes:
      'The count on record of stances is the sum of the current ballots and of confirmed papers, ' +
      'stance by stance.',
    sql: `select p.id from governance.proposals p
      cross join unnest(array['agree', 'abstain', 'disagree', 'block']) as s (stance)
      left join governance.ballots b on b.proposal_id = p.id and b.mark = to_jsonb(s.stance)
        and b.superseded_at is null
      where p.outcome is not null and p.rule ->> 'ballotKind' = 'stances'
        and p.rule ->> 'secrecy' is distinct from 'detached'
      group by p.id, s.stance
      having coalesce(sum(b.weight), 0) + coalesce((select sum((one ->> 'ballots')::bigint)
          from governance.paper_counts c cross join jsonb_array_elements(c.ballots) one
          where c.proposal_id = p.id and c.confirmed_at is not null
            and one -> 'mark' = to_jsonb(s.stance)), 0)
        <> (p.final_count ->> s.stance)::bigint limit 100`,
  },
  {
    name: 'voting.ballots-for-others-as-followed',
    of: 'Ballot',
    describes:
      'A ballot for somebody whom another votes for says what that one cast, where it is offered.',
    sql: `select b.id from governance.ballots b
      join governance.proposals p on p.id = b.proposal_id
      left join governance.ballots f on f.id = b.follows_id and f.proposal_id = b.proposal_id
        and f.member_id <> b.member_id and f.mark = b.mark and f.follows_id is null
        and f.superseded_at is null
      where b.follows_id is not null
        and (f.id is null or b.superseded_at is not null or p.closed_at is null or p.is_hearing
          or not p.rule ? 'delegation') limit 100`,
  },
  {
    name: 'voting.as-many-ballots-as-have-voted',
    of: 'Proposal',
    describes:
      'A detached vote has a box, which holds one ballot and one receipt of each who has voted; ' +
      'and no ballot with a name.',
    sql: `select p.id from governance.proposals p
      left join governance.ballot_boxes b on b.proposal_id = p.id
      where p.opened_at is not null and p.rule ->> 'secrecy' = 'detached'
        and (b.held is distinct from (select count(*) from governance.turnout t
            where t.proposal_id = p.id)
          or b.counted is not null and (cardinality(b.receipts) <> b.held
            or coalesce((select sum((one ->> 'ballots')::int)
              from jsonb_array_elements(b.counted) one), 0) <> b.held)
          or exists (select from governance.ballots n where n.proposal_id = p.id)) limit 100`,
  },
  {
    name: 'voting.papers-count-once',
    of: 'Proposal',
    describes:
      'A vote is decided by papers that two people counted: with those that are spoilt, returned ' +
      'and missing they are as many as were handed out, each to a voter who did not vote ' +
      'otherwise unless two others said that it came back unused; and none in a detached vote.',
    sql: `select p.id from governance.proposals p
      left join governance.paper_counts c on c.proposal_id = p.id
      cross join lateral (select coalesce(sum((one ->> 'ballots')::bigint), 0) as papers
        from jsonb_array_elements(c.ballots) one) counted
      cross join lateral (select count(*) as handed_out, count(b.id) as others,
          count(*) filter (where v.state = 'returned') as returned,
          count(*) filter (where v.state = 'returned' and (v.returned_by is null
            or v.member_id in (v.taken_back_by, v.returned_by)
            or v.taken_back_by = v.returned_by
            or exists (select from governance.representatives r
              where r.cooperative_id = v.cooperative_id and r.organisation_id = v.member_id
                and (r.member_id = v.taken_back_by and r.named_at < v.taken_back_at
                  or r.member_id = v.returned_by and r.named_at < v.returned_at)))) as alone
        from governance.paper_voters v
        left join governance.ballots b on b.proposal_id = v.proposal_id
          and b.member_id = v.member_id and b.superseded_at is null and v.state <> 'returned'
        where v.proposal_id = p.id) given
      where p.rule ? 'paper' and p.opened_at is not null and (given.others > 0 or given.alone > 0
        or p.rule ->> 'secrecy' = 'detached'
        or p.outcome is not null and given.handed_out > given.returned and c.confirmed_at is null
        or c.handed_out <> given.handed_out
        or c.confirmed_at is not null and (coalesce(c.returned, 0) <> given.returned
          or counted.papers > given.handed_out - given.returned)
        or counted.papers + c.spoilt + c.returned + c.missing <> c.handed_out) limit 100`,
  },
  {
    name: 'voting.boxes-are-opened-at-the-close',
    of: 'Proposal',
    describes:
      'The box of a detached vote is opened when it is decided, not before; where it ended ' +
      'uncounted, nothing is left in it.',
    sql: `select p.id from governance.proposals p
      join governance.ballot_boxes b on b.proposal_id = p.id
      where (b.counted is not null) <> (p.outcome is not null)
        or p.ended_at is not null and num_nonnulls(b.inbox, b.chest) > 0 limit 100`,
  },
];
