import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { MemberClass } from './member-class.js';

const view = `key, name, may_vote as "mayVote", votes, open_to as "openTo"`;

const save = sql(
  'membership.save-member-classes',
  `insert into membership.member_classes
     (cooperative_id, key, name, may_vote, votes, open_to, created_at)
   select $1, key, name, may_vote, votes, open_to, $7
     from unnest($2::text[], $3::text[], $4::boolean[], $5::int[], $6::text[])
       as class (key, name, may_vote, votes, open_to)
   on conflict (cooperative_id, key) do update set
     name = excluded.name, may_vote = excluded.may_vote, votes = excluded.votes,
     open_to = excluded.open_to`,
);

const find = sql(
  'membership.find-member-class',
  `select ${view} from membership.member_classes where cooperative_id = $1 and key = $2`,
);

const all = sql(
  'membership.member-classes',
  `select ${view} from membership.member_classes where cooperative_id = $1 order by key`,
);

export const memberClassStore = {
  async save(tx: Tx, classes: readonly MemberClass[]): Promise<void> {
    await tx.run(save, [
      tx.cooperativeId,
      classes.map(({ key }) => key),
      classes.map(({ name }) => name),
      classes.map(({ mayVote }) => mayVote),
      classes.map(({ votes }) => votes),
      classes.map(({ openTo }) => openTo),
      tx.now,
    ]);
  },

  find(tx: Tx, key: string): Promise<MemberClass | null> {
    return tx.maybeOne<MemberClass>(find, [tx.cooperativeId, key]);
  },

  all(tx: Tx): Promise<MemberClass[]> {
    return tx.rows<MemberClass>(all, [tx.cooperativeId]);
  },
};
