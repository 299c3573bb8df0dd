import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import type { AmendmentState } from './amendment.js';
import { AmendmentEntity } from './amendment.entity.js';

export type AmendmentRecord = Readonly<Omit<AmendmentEntity, 'cooperativeId'>>;

type New = 'id' | 'proposalId' | 'proposedByMemberId' | 'onVersion' | 'title' | 'body' | 'note';

const columns = columnsOf(AmendmentEntity, { without: ['cooperativeId'] });

const find = sql(
  'governance.find-amendment',
  `select ${columns} from governance.amendments where id = $1 and cooperative_id = $2`,
);
const end = sql(
  'governance.end-amendment',
  `update governance.amendments set state = $3, ended_at = $4, ended_by_member_id = $5,
     made_version = $6
   where id = $1 and cooperative_id = $2 and state = 'proposed'`,
);
const waiting = sql(
  'governance.count-waiting-amendments',
  `select count(*)::int as all, count(*) filter (where proposed_by_member_id = $3)::int as own
   from governance.amendments
   where cooperative_id = $1 and proposal_id = $2 and state = 'proposed'`,
);
const accepted = sql(
  'governance.count-accepted-amendments',
  `select count(*)::int as count from governance.amendments
   where cooperative_id = $1 and proposal_id = $2 and state = 'accepted' and ended_at >= $3`,
);
// Nobody makes a text out of words that went with whoever wrote them.
const endOf = sql(
  'governance.end-amendments-of-member',
  `update governance.amendments a set state = 'withdrawn', ended_at = $3
   from governance.proposals p
   where a.cooperative_id = $1 and p.cooperative_id = $1 and p.id = a.proposal_id
     and a.proposed_by_member_id = $2 and a.state = 'proposed'
     and p.state in ('draft', 'notice', 'open', 'extended')`,
);
// What was accepted is what was decided; why it was proposed is nobody's record.
const staysSaid = `(a.state = 'accepted' and not $3::boolean
  and not (p.title = 'Erased' and p.body = ''))`;
const forget = sql(
  'governance.forget-amendments',
  `update governance.amendments a set note = null,
     title = case when ${staysSaid} then a.title else 'Erased' end,
     body = case when ${staysSaid} then a.body else '' end
   from governance.proposals p
   where a.cooperative_id = $1 and p.cooperative_id = $1 and p.id = a.proposal_id
     and (a.proposed_by_member_id = $2 or p.title = 'Erased' and p.body = '')
     and (a.note is not null or not ${staysSaid} and (a.title <> 'Erased' or a.body <> ''))`,
);

/** Amendments, in SQL. The caller holds the proposal. */
export const amendmentStore = {
  async insert(tx: Tx, amendment: Pick<AmendmentRecord, New>): Promise<void> {
    const { cooperativeId, now: proposedAt } = tx;
    await tx
      .repository(AmendmentEntity)
      .insert({ ...amendment, cooperativeId, proposedAt, state: 'proposed' });
  },

  find: (tx: Tx, id: string): Promise<AmendmentRecord | null> =>
    tx.maybeOne<AmendmentRecord>(find, [id, tx.cooperativeId]),

  /** Once; whoever ends it holds its proposal, and found it waiting. */
  end: (
    tx: Tx,
    id: string,
    state: Exclude<AmendmentState, 'proposed'>,
    madeVersion: number | null,
  ): Promise<void> =>
    tx.change(end, [id, tx.cooperativeId, state, tx.now, tx.actor.memberId, madeVersion]),

  waiting: (tx: Tx, proposalId: string, memberId: string) =>
    tx.one<{ all: number; own: number }>(waiting, [tx.cooperativeId, proposalId, memberId]),

  /** How many became the text since then. */
  accepted: async (tx: Tx, proposalId: string, since: Date): Promise<number> =>
    (await tx.one<{ count: number }>(accepted, [tx.cooperativeId, proposalId, since])).count,

  /** Those of who is erased, that still wait. */
  endOf: (tx: Tx, memberId: string): Promise<number> =>
    tx.run(endOf, [tx.cooperativeId, memberId, tx.now]),

  forget: (tx: Tx, memberId: string, all: boolean): Promise<number> =>
    tx.run(forget, [tx.cooperativeId, memberId, all]),
};
