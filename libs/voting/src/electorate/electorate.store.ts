import type { Tx } from '@rochdale/platform';
import { shuffled, sql } from '@rochdale/platform';
import type { Voter } from './electorate.js';
import { silentWeightOf } from './silent-weight.js';

const insert = sql(
  'voting.insert-electorate',
  `insert into governance.electorate (proposal_id, member_id, cooperative_id, member_class, weight,
     counts_if_cast)
   select $1, v.member_id, $2, v.member_class, v.weight, v.counts_if_cast
   from unnest($3::uuid[], $4::text[], $5::bigint[], $6::boolean[])
     as v (member_id, member_class, weight, counts_if_cast)`,
);

const silent = sql(
  'voting.read-silent-weight',
  `select ${silentWeightOf('$1::uuid', '$2::uuid')} as weight`,
);

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
      mixed.map((voter) => voter.countsIfCast),
    ]);
  },

  /** What those weigh together who count only when they vote, and have no ballot that counts. */
  async silentWeight(tx: Tx, proposalId: string): Promise<bigint> {
    return (await tx.one<{ weight: bigint }>(silent, [tx.cooperativeId, proposalId])).weight;
  },
};
