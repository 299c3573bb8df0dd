import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import { CandidacyEntity } from './candidacy.entity.js';
import { ElectionEntity } from './election.entity.js';

const begin = sql(
  'governance.insert-election',
  `insert into governance.elections (proposal_id, cooperative_id) values ($2, $1)`,
);

const lock = sql(
  'governance.lock-election',
  `select ${columnsOf(ElectionEntity, { without: ['cooperativeId'] })} from governance.elections
   where cooperative_id = $1 and proposal_id = $2 for update`,
);

const extend = sql(
  'governance.extend-nominations',
  `update governance.elections set extended_at = $3
   where cooperative_id = $1 and proposal_id = $2 and extended_at is null and order_seed is null`,
);

const goOn = sql(
  'governance.set-end-of-nominations',
  `update governance.proposals set notice_until = $3
   where cooperative_id = $1 and id = $2 and state = 'notice'`,
);

const order = sql(
  'governance.keep-order-of-candidates',
  `update governance.elections set order_seed = $3
   where cooperative_id = $1 and proposal_id = $2 and order_seed is null`,
);

const stand = sql(
  'governance.set-options-of-election',
  `update governance.proposals set options = $3::jsonb, vote_terms = $4::jsonb
   where cooperative_id = $1 and id = $2 and state = 'notice' and options is null`,
);

const ownCount = sql(
  'governance.count-own-nominations',
  `select count(*)::int as count from governance.nominations
   where cooperative_id = $1 and proposal_id = $2 and nominated_by = $3`,
);

const nominate = sql(
  'governance.insert-nomination',
  `insert into governance.nominations
     (cooperative_id, proposal_id, member_id, nominated_by, nominated_at)
   values ($1, $2, $3, $4, $5) on conflict do nothing`,
);

const asked = sql(
  'governance.insert-candidacy',
  `insert into governance.candidacies (cooperative_id, proposal_id, member_id, state)
   values ($1, $2, $3, 'nominated') on conflict do nothing`,
);

const answer = sql(
  'governance.set-answer-to-nomination',
  `update governance.candidacies set state = $4, statement = $5, answered_at = $6
   where cooperative_id = $1 and proposal_id = $2 and member_id = $3 and state = $7`,
);

const find = sql(
  'governance.lock-candidacy',
  `select ${columnsOf(CandidacyEntity, { only: ['state', 'statement'] })}
   from governance.candidacies
   where cooperative_id = $1 and proposal_id = $2 and member_id = $3 for update`,
);

const accepted = sql(
  'governance.list-who-accepted',
  `select ${columnsOf(CandidacyEntity, { only: ['memberId'] })} from governance.candidacies
   where cooperative_id = $1 and proposal_id = $2 and state = 'accepted' order by member_id`,
);

const nominators = sql(
  'governance.list-nominators',
  `select nominated_by as "memberId" from governance.nominations
   where cooperative_id = $1 and proposal_id = $2 and member_id = $3 and nominated_by <> member_id
   order by nominated_by`,
);

const forgetCandidacies = sql(
  'governance.forget-candidacies',
  `delete from governance.candidacies where cooperative_id = $1 and member_id = $2`,
);

const forgetNominations = sql(
  'governance.forget-nominations',
  `delete from governance.nominations
   where cooperative_id = $1 and (member_id = $2 or nominated_by = $2)`,
);

type Candidacy = Readonly<Pick<CandidacyEntity, 'state' | 'statement'>>;

interface Ids {
  readonly memberId: string;
}

const idsOf = (rows: readonly Ids[]): string[] => rows.map(({ memberId }) => memberId);

/** Elections before their vote, in SQL. Who changes them holds the proposal. */
export const nominationStore = {
  begin: (tx: Tx, proposalId: string): Promise<number> =>
    tx.run(begin, [tx.cooperativeId, proposalId]),

  lock: (tx: Tx, proposalId: string): Promise<ElectionEntity | null> =>
    tx.maybeOne<ElectionEntity>(lock, [tx.cooperativeId, proposalId]),

  /** Once. */
  async extend(tx: Tx, proposalId: string, until: Date): Promise<void> {
    await tx.change(extend, [tx.cooperativeId, proposalId, tx.now]);
    await tx.change(goOn, [tx.cooperativeId, proposalId, until]);
  },

  /** Says what the vote is between, by the seed of the order; once. */
  async close(
    tx: Tx,
    proposalId: string,
    vote: {
      readonly seed: string;
      readonly options: readonly string[];
      readonly terms: object | null;
    },
  ): Promise<void> {
    await tx.change(order, [tx.cooperativeId, proposalId, vote.seed]);
    const terms = vote.terms === null ? null : JSON.stringify(vote.terms);
    const options = JSON.stringify(vote.options);
    await tx.change(stand, [tx.cooperativeId, proposalId, options, terms]);
  },

  async countBy(tx: Tx, proposalId: string, nominatedBy: string): Promise<number> {
    const params = [tx.cooperativeId, proposalId, nominatedBy];
    return (await tx.one<{ count: number }>(ownCount, params)).count;
  },

  /** Whether they were asked before, by whomever, is `wasAsked`. */
  async nominate(
    tx: Tx,
    proposalId: string,
    memberId: string,
    nominatedBy: string,
  ): Promise<{ readonly isNew: boolean; readonly wasAsked: boolean }> {
    const whose = [tx.cooperativeId, proposalId, memberId];
    const made = await tx.run(nominate, [...whose, nominatedBy, tx.now]);
    return { isNew: made === 1, wasAsked: (await tx.run(asked, whose)) === 0 };
  },

  find: (tx: Tx, proposalId: string, memberId: string): Promise<Candidacy | null> =>
    tx.maybeOne<Candidacy>(find, [tx.cooperativeId, proposalId, memberId]),

  answer(
    tx: Tx,
    proposalId: string,
    memberId: string,
    said: Candidacy & { readonly before: Candidacy['state'] },
  ): Promise<void> {
    const { state, statement, before } = said;
    const whose = [tx.cooperativeId, proposalId, memberId];
    return tx.change(answer, [...whose, state, statement, tx.now, before]);
  },

  accepted: async (tx: Tx, proposalId: string): Promise<string[]> =>
    idsOf(await tx.rows<Ids>(accepted, [tx.cooperativeId, proposalId])),

  /** Others than the member themselves. */
  nominators: async (tx: Tx, proposalId: string, memberId: string): Promise<string[]> =>
    idsOf(await tx.rows<Ids>(nominators, [tx.cooperativeId, proposalId, memberId])),

  async forget(tx: Tx, memberId: string): Promise<void> {
    await tx.run(forgetCandidacies, [tx.cooperativeId, memberId]);
    await tx.run(forgetNominations, [tx.cooperativeId, memberId]);
  },
};
