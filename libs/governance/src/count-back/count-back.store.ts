import type { Tx } from '@rochdale/platform';
import { canonicalJson, columnsOf, sql } from '@rochdale/platform';
import { ActionEntity } from '../action/action.entity.js';
import { ProposalEntity } from '../proposal/proposal.entity.js';
import { CountBackEntity } from '../nomination/count-back.entity.js';
import type { CountBackVerdict, DecidedElection, Filled, Without } from './count-back.js';

const executed = sql(
  'governance.list-elections-carried-out',
  `select p.id from governance.elections e join governance.proposals p
     on p.cooperative_id = e.cooperative_id and p.id = e.proposal_id
   where e.cooperative_id = $1 and p.state = 'executed'
     and p.executed_at + make_interval(months => (p.rule -> 'elects' ->> 'termMonths')::int) > $2
   order by p.executed_at, p.id`,
);

const read = sql(
  'governance.read-election-carried-out',
  `select ${columnsOf(ProposalEntity, {
    of: 'p',
    only: [
      'closesAt',
      'executedAt',
      'ruleHash',
      'rule',
      'lotSeed',
      'reading',
      'finalCount',
      'electorateWeight',
      'activeMembersWeight',
    ],
  })}, ${columnsOf(ActionEntity, { of: 'a', only: ['kind', 'payload'] })}, a.id as "actionId"
   from governance.proposals p join governance.actions a
     on a.cooperative_id = p.cooperative_id and a.proposal_id = p.id
   where p.cooperative_id = $1 and p.id = $2 and p.state = 'executed'`,
);

const filled = sql(
  'governance.list-count-backs',
  `select ${columnsOf(CountBackEntity, { only: ['vacated', 'elected'] })}
   from governance.count_backs where cooperative_id = $1 and proposal_id = $2 order by counted_at`,
);

const insert = sql(
  'governance.insert-count-back',
  `insert into governance.count_backs (cooperative_id, proposal_id, vacated, counted_at, gone,
     sitting, elected, outcome, reason, count)
   values ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8, $9, $10::jsonb)`,
);

/** An election whose winners were put into their office. */
export interface ElectionCarriedOut extends DecidedElection {
  readonly closesAt: Date;
  readonly executedAt: Date;
  readonly ruleHash: string;
  readonly actionId: string;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Seats that became vacant, in SQL. Who writes one holds the proposal. */
export const countBackStore = {
  /** Elections whose terms last, the first carried out first. */
  async carriedOut(tx: Tx): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(executed, [tx.cooperativeId, tx.now]);
    return rows.map(({ id }) => id);
  },

  read: (tx: Tx, proposalId: string): Promise<ElectionCarriedOut | null> =>
    tx.maybeOne<ElectionCarriedOut>(read, [tx.cooperativeId, proposalId]),

  filled: (tx: Tx, proposalId: string): Promise<Filled[]> =>
    tx.rows<Filled>(filled, [tx.cooperativeId, proposalId]),

  async insert(
    tx: Tx,
    proposalId: string,
    seat: Without & CountBackVerdict & { readonly vacated: number },
  ): Promise<void> {
    const { vacated, gone, sitting, elected, outcome, reason, count } = seat;
    await tx.run(insert, [
      tx.cooperativeId,
      proposalId,
      vacated,
      tx.now,
      JSON.stringify(gone),
      JSON.stringify(sitting),
      elected,
      outcome,
      reason,
      count === null ? null : canonicalJson(count),
    ]);
  },
};
