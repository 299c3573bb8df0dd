import type { Tx } from '@rochdale/platform';
import { columnsOf, shuffled, sql } from '@rochdale/platform';
import { ElectorateEntity } from './electorate.entity.js';
import type { Voter } from './electorate.js';

const insert = sql(
  'voting.insert-electorate',
  `insert into governance.electorate (proposal_id, member_id, cooperative_id, member_class, weight)
   select $1, v.member_id, $2, v.member_class, v.weight
   from unnest($3::uuid[], $4::text[], $5::bigint[]) as v (member_id, member_class, weight)`,
);

const silent = sql(
  'voting.list-silent-voters',
  `select ${columnsOf(ElectorateEntity, { of: 'e', only: ['proposalId', 'memberId', 'weight'] })}
   from governance.electorate e join governance.proposals p
     on p.cooperative_id = e.cooperative_id and p.id = e.proposal_id
   where e.proposal_id = any ($1::uuid[]) and e.cooperative_id = $2
     and p.state in ('open', 'extended')
     and p.rule #>> '{earlyClose,when}' = 'outcome-certain' and not exists (
     select 1 from governance.ballots b
     where b.proposal_id = e.proposal_id and b.member_id = e.member_id
       and b.cooperative_id = $2 and b.superseded_at is null)`,
);

const openOf = sql(
  'voting.find-votes-that-wait-for',
  `select p.id from governance.electorate e join governance.proposals p
     on p.cooperative_id = e.cooperative_id and p.id = e.proposal_id
   where e.cooperative_id = $1 and e.member_id = $2 and p.state in ('open', 'extended')
     and p.rule ->> 'earlyClose' is not null
   order by p.id`,
);

/** A place in an electorate whose voter has no ballot. */
export type SilentVoter = Readonly<Pick<ElectorateEntity, 'proposalId' | 'memberId' | 'weight'>>;

/** Electorates in SQL: written down once, before voting opens. */
export const electorateStore = {
  /** Rows lie in no order of the register, which lists voters as they joined. */
  async insert(tx: Tx, proposalId: string, voters: readonly Voter[]): Promise<void> {
    const mixed = shuffled(voters);
    await tx.run(insert, [
      proposalId,
      tx.cooperativeId,
      mixed.map((voter) => voter.memberId),
      mixed.map((voter) => voter.memberClass),
      mixed.map((voter) => voter.weight),
    ]);
  },

  /** Who has not voted yet, where a certain outcome ends an open vote. */
  silent: (tx: Tx, proposalIds: readonly string[]): Promise<SilentVoter[]> =>
    tx.rows<SilentVoter>(silent, [proposalIds, tx.cooperativeId]),

  /** Open votes that may end early, in whose electorate the member is. */
  async openOf(tx: Tx, memberId: string): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(openOf, [tx.cooperativeId, memberId]);
    return rows.map(({ id }) => id);
  },
};
