import type { Tx } from '@rochdale/platform';
import { wroteWith } from '../authors/author.store.js';
import { SecondEntity } from './second.entity.js';
import { columnsOf, sql } from '@rochdale/platform';

/** Who seconded an earlier text did not second this one, nor does who writes it by now. */
const isOfText = (s: string): string => `exists (select from governance.proposals p
  where p.cooperative_id = ${s}.cooperative_id and p.id = ${s}.proposal_id
    and p.version = ${s}.version and not ${wroteWith('p', `${s}.member_id`, 'p.version')})`;

const insert = sql(
  'governance.insert-second',
  `insert into governance.seconds (proposal_id, member_id, cooperative_id, seconded_at, version)
   select id, $2, $3, $4, version from governance.proposals
   where id = $1 and cooperative_id = $3 on conflict do nothing`,
);

const count = sql(
  'governance.count-seconds',
  `select count(*)::int as count from governance.seconds s
   where s.cooperative_id = $2 and s.proposal_id = $1 and ${isOfText('s')}`,
);

const ofDrafts = sql(
  'governance.count-seconds-of-drafts',
  `select ${columnsOf(SecondEntity, { only: ['proposalId'] })}, count(*)::int as count,
     bool_or(member_id = $3::uuid) is true as "isOwn"
   from governance.seconds s where s.cooperative_id = $1 and proposal_id = any($2::uuid[])
     and ${isOfText('s')} group by proposal_id`,
);

const copy = sql(
  'governance.insert-same-seconds',
  `insert into governance.seconds (proposal_id, member_id, cooperative_id, seconded_at)
   select distinct on (member_id) $1::uuid, member_id, cooperative_id, seconded_at
   from governance.seconds where proposal_id = $2 and cooperative_id = $3
   order by member_id, version desc`,
);

const carry = sql(
  'governance.insert-seconds-of-next-version',
  `insert into governance.seconds (proposal_id, member_id, cooperative_id, seconded_at, version)
   select proposal_id, member_id, cooperative_id, seconded_at, $3 from governance.seconds
   where proposal_id = $1 and cooperative_id = $2 and version = $3 - 1`,
);

/** How many seconded a draft, and whether whoever asks is one of them. */
export interface Seconds {
  readonly proposalId: string;
  readonly count: number;
  readonly isOwn: boolean;
}

/** Who seconded a draft, in SQL. */
export const secondStore = {
  async add(tx: Tx, proposalId: string, memberId: string): Promise<boolean> {
    return (await tx.run(insert, [proposalId, memberId, tx.cooperativeId, tx.now])) === 1;
  },

  /** Who seconded a question did so for its run-off as well. */
  copy: (tx: Tx, toId: string, fromId: string): Promise<number> =>
    tx.run(copy, [toId, fromId, tx.cooperativeId]),

  /** Who seconded that it is put to the vote did so for what it was amended to. */
  carry: (tx: Tx, proposalId: string, toVersion: number): Promise<number> =>
    tx.run(carry, [proposalId, tx.cooperativeId, toVersion]),

  async countOf(tx: Tx, proposalId: string): Promise<number> {
    return (await tx.one<{ count: number }>(count, [proposalId, tx.cooperativeId])).count;
  },

  /** Of drafts that somebody seconded. */
  ofDrafts: (tx: Tx, proposalIds: readonly string[]) =>
    tx.rows<Seconds>(ofDrafts, [tx.cooperativeId, proposalIds, tx.actor.memberId]),
};
