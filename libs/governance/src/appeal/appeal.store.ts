import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import type { DecisionRule } from '../policy/decision-rule.js';
import type { ProposalState } from '../proposal/lifecycle.js';
import type { AppealState } from './appeal.js';
import { appealKind, expulsionKind } from './appeal.js';
import { ProposalEntity } from '../proposal/proposal.entity.js';
import { AppealTermBegan } from './appeal.events.js';
import { AppealEntity } from './appeal.entity.js';

/** A vote to expel somebody, as an appeal against it sees it. */
export interface Expulsion {
  readonly id: string;
  readonly state: ProposalState;
  /** Null of what was never put to the vote, nor announced: it is its author's alone. */
  readonly noticeUntil: Date | null;
  readonly openedAt: Date | null;
  readonly executeAt: Date | null;
  readonly rule: DecisionRule | null;
  readonly policyKey: string;
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly memberId: string | null;
}

const ofProposal = columnsOf(ProposalEntity, {
  of: 'p',
  only: ['id', 'state', 'noticeUntil', 'openedAt', 'executeAt', 'rule', 'subjectKind', 'subjectId'],
});
const expulsions = `select ${ofProposal}, o.key as "policyKey", a.about_member_id as "memberId"
  from governance.proposals p
  join governance.policies o on o.cooperative_id = p.cooperative_id and o.id = p.policy_id
  join governance.actions a on a.cooperative_id = p.cooperative_id and a.proposal_id = p.id
    and a.kind = '${expulsionKind}'
  where p.cooperative_id = $1 and p.id = $2`;
const find = sql('governance.find-expulsion', expulsions);
const lock = sql('governance.lock-expulsion', `${expulsions} for update of p`);

// Of those that go on, or wait: under what others may come to appeal.
const keysGoingOn = sql(
  'governance.find-policies-of-expulsions',
  `select distinct o.key from governance.proposals p
   join governance.policies o on o.cooperative_id = p.cooperative_id and o.id = p.policy_id
   join governance.actions a on a.cooperative_id = p.cooperative_id and a.proposal_id = p.id
     and a.kind = '${expulsionKind}'
   where p.cooperative_id = $1 and p.is_hearing
     and p.state in ('notice', 'open', 'extended', 'closed', 'passed', 'queued')
   order by o.key`,
);

const otherExpulsion = sql(
  'governance.find-other-expulsion',
  `select p.id from governance.proposals p
   join governance.actions a on a.cooperative_id = p.cooperative_id and a.proposal_id = p.id
     and a.kind = '${expulsionKind}'
   where p.cooperative_id = $1 and a.about_member_id = $2 and p.id <> $3 and p.state in
     ('notice', 'open', 'extended', 'closed', 'passed', 'queued') limit 1`,
);

const renew = sql(
  'governance.set-term-of-appeal',
  `update governance.proposals set execute_at = $3, execute_before = $4
   where id = $1 and cooperative_id = $2 and state = 'queued'`,
);

const insert = sql(
  'governance.insert-appeal',
  `insert into governance.appeals (vote_id, cooperative_id, expulsion_id, state, filed_at)
   values ($1, $2, $3, 'pending', $4)`,
);

const findLast = sql(
  'governance.find-appeal-that-counts',
  `select ${columnsOf(AppealEntity, { only: ['voteId', 'state'] })} from governance.appeals
   where cooperative_id = $1 and expulsion_id = $2 and state <> 'void'`,
);

const findPending = sql(
  'governance.find-pending-appeals',
  `select expulsion_id as id from governance.appeals
   where cooperative_id = $1 and state = 'pending' order by expulsion_id`,
);

// A tie may be put again, and what failed go on to another policy: each says the same once more.
// One that a rule ended takes nothing back of what the vote before it came to.
const lastVote = sql(
  'governance.find-last-vote-on-appeal',
  `with recursive votes as (
     select id, state, 1 as nth from governance.proposals where id = $2 and cooperative_id = $1
     union all select p.id, p.state, v.nth + 1 from governance.proposals p join votes v
       on p.run_off_of_id = v.id where p.cooperative_id = $1)
   select v.id, v.state from votes v where v.nth = 1 or v.state <> 'cancelled'
   order by v.nth desc limit 1`,
);

const findHolding = sql(
  'governance.find-appeal-that-holds',
  `select x.vote_id from governance.actions mine
   join governance.actions theirs on theirs.cooperative_id = mine.cooperative_id
     and theirs.about_member_id = mine.about_member_id
   join governance.appeals x on x.cooperative_id = mine.cooperative_id
     and x.expulsion_id = theirs.proposal_id and x.state = 'pending'
   where mine.cooperative_id = $1 and mine.proposal_id = $2 and mine.kind = '${expulsionKind}'
   limit 1`,
);

const settle = sql(
  'governance.decide-appeal',
  `update governance.appeals set state = $3, decided_at = $4, owes_return = $5
   where vote_id = $1 and cooperative_id = $2 and state = 'pending'`,
);

const owing = sql(
  'governance.find-appeals-that-owe',
  `select expulsion_id as id from governance.appeals
   where cooperative_id = $1 and owes_return order by expulsion_id`,
);

const owed = sql(
  'governance.find-appeal-that-owes',
  `select ${columnsOf(AppealEntity, { only: ['voteId', 'decidedAt'] })} from governance.appeals
   where cooperative_id = $1 and expulsion_id = $2 and owes_return for update`,
);

const payReturn = sql(
  'governance.set-appeal-owes-nothing',
  `update governance.appeals set owes_return = false
   where vote_id = $1 and cooperative_id = $2 and owes_return`,
);

// Who was to be expelled before there were appeals was never told of one.
const untold = sql(
  'governance.find-expulsions-untold',
  `select p.id from governance.proposals p
   join governance.actions a on a.cooperative_id = p.cooperative_id and a.proposal_id = p.id
     and a.kind = '${expulsionKind}'
   where p.cooperative_id = $1 and p.state = 'queued' and p.is_hearing and p.execute_at > $2
     and not exists (select from governance.appeals x
       where x.cooperative_id = $1 and x.expulsion_id = p.id)
     and not exists (select from platform.facts f where f.subject_id = p.id
       and f.cooperative_id = $1 and f.type = '${AppealTermBegan.type}')
   order by p.id`,
);

const shown = ['voteId', 'expulsionId', 'state', 'filedAt', 'decidedAt'] as const;
export type AppealView = Readonly<Pick<AppealEntity, (typeof shown)[number]>>;
const list = sql(
  'governance.list-appeals',
  `select distinct on (expulsion_id) ${columnsOf(AppealEntity, { only: shown })}
   from governance.appeals where cooperative_id = $1 and expulsion_id = any ($2::uuid[])
   order by expulsion_id, filed_at desc, vote_id desc`,
);

const listAgainst = sql(
  'governance.list-what-appeals-are-against',
  `select a.proposal_id as id, (a.payload ->> 'expulsionId')::uuid as "expulsionId"
   from governance.actions a where a.cooperative_id = $1 and a.proposal_id = any ($2::uuid[])
     and a.kind = '${appealKind}' and a.payload ? 'expulsionId'`,
);

const listTerms = sql(
  'governance.list-terms-of-appeal',
  `select p.id, p.execute_at as until from governance.proposals p
   join governance.actions a on a.cooperative_id = p.cooperative_id and a.proposal_id = p.id
     and a.kind = '${expulsionKind}'
   where p.cooperative_id = $1 and p.id = any ($2::uuid[]) and p.state = 'queued'
     and p.execute_at > $3 and not exists (select from governance.appeals x
       where x.cooperative_id = $1 and x.expulsion_id = p.id and x.state <> 'void')`,
);

const own = sql(
  'governance.export-own-appeals',
  `select x.expulsion_id as "proposalId", x.vote_id as "appealId", x.state as status,
     ${columnsOf(AppealEntity, { of: 'x', only: ['filedAt', 'decidedAt'] })}
   from governance.appeals x join governance.actions a on a.cooperative_id = x.cooperative_id
     and a.proposal_id = x.expulsion_id
   where x.cooperative_id = $1 and a.about_member_id = $2 order by x.filed_at, x.vote_id`,
);

/** Whether others know of it. */
export const isKnown = ({ memberId, noticeUntil, openedAt }: Expulsion): boolean =>
  memberId !== null && (noticeUntil ?? openedAt) !== null;

interface Counting {
  readonly voteId: string;
  readonly state: AppealState;
}

/** Appeals against expulsions, in SQL. */
export const appealStore = {
  find: (tx: Tx, id: string): Promise<Expulsion | null> =>
    tx.maybeOne<Expulsion>(find, [tx.cooperativeId, id]),

  /** Nobody carries it out, nor files an appeal against it, until the transaction ends. */
  lock: (tx: Tx, id: string): Promise<Expulsion | null> =>
    tx.maybeOne<Expulsion>(lock, [tx.cooperativeId, id]),

  async policiesOfExpulsions(tx: Tx): Promise<string[]> {
    const rows = await tx.rows<{ key: string }>(keysGoingOn, [tx.cooperativeId]);
    return rows.map(({ key }) => key);
  },

  /** Whether somebody is to be expelled by another vote as well, which goes on or waits. */
  async isToBeExpelledBesides(tx: Tx, memberId: string, id: string): Promise<boolean> {
    return (await tx.maybeOne(otherExpulsion, [tx.cooperativeId, memberId, id])) !== null;
  },

  /** From when it is carried out, and when that is too late. */
  renewTerm: (tx: Tx, id: string, until: Date, before: Date | null): Promise<void> =>
    tx.change(renew, [id, tx.cooperativeId, until, before]),

  insert: (tx: Tx, voteId: string, expulsionId: string): Promise<void> =>
    tx.change(insert, [voteId, tx.cooperativeId, expulsionId, tx.now]),

  /** The appeal that was filed, and is not void; null for none. */
  counting: (tx: Tx, expulsionId: string): Promise<Counting | null> =>
    tx.maybeOne<Counting>(findLast, [tx.cooperativeId, expulsionId]),

  /** Whether an appeal holds it, against it or against another vote to expel the same person. */
  holds: async (tx: Tx, id: string): Promise<boolean> =>
    (await tx.maybeOne(findHolding, [tx.cooperativeId, id])) !== null,

  /** The expulsions that appeals hold. */
  async held(tx: Tx): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(findPending, [tx.cooperativeId]);
    return rows.map(({ id }) => id);
  },

  lastVote: (
    tx: Tx,
    voteId: string,
  ): Promise<{ readonly id: string; readonly state: ProposalState }> =>
    tx.one(lastVote, [tx.cooperativeId, voteId]),

  settle: (
    tx: Tx,
    voteId: string,
    to: Exclude<AppealState, 'pending'>,
    owesReturn = false,
  ): Promise<void> => tx.change(settle, [voteId, tx.cooperativeId, to, tx.now, owesReturn]),

  /** Expulsions that ended by an appeal, and whose suspension goes on. */
  async owing(tx: Tx): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(owing, [tx.cooperativeId]);
    return rows.map(({ id }) => id);
  },

  /** The appeal by which one of them ended, locked; null where it owes nothing any more. */
  owed: (tx: Tx, expulsionId: string): Promise<Pick<AppealEntity, 'voteId' | 'decidedAt'> | null> =>
    tx.maybeOne(owed, [tx.cooperativeId, expulsionId]),

  payReturn: (tx: Tx, voteId: string): Promise<void> =>
    tx.change(payReturn, [voteId, tx.cooperativeId]),

  /** Expulsions that wait, and of which nobody was told that they may appeal. */
  async untold(tx: Tx): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(untold, [tx.cooperativeId, tx.now]);
    return rows.map(({ id }) => id);
  },

  /** The last one against each of these expulsions. */
  of: (tx: Tx, expulsionIds: readonly string[]): Promise<AppealView[]> =>
    tx.rows<AppealView>(list, [tx.cooperativeId, expulsionIds]),

  /** Of votes on appeals, against what each is. */
  against: (tx: Tx, voteIds: readonly string[]): Promise<{ id: string; expulsionId: string }[]> =>
    tx.rows(listAgainst, [tx.cooperativeId, voteIds]),

  /** Until when an appeal may be filed against each of these, where one may be. */
  terms: (tx: Tx, expulsionIds: readonly string[]): Promise<{ id: string; until: Date }[]> =>
    tx.rows(listTerms, [tx.cooperativeId, expulsionIds, tx.now]),

  ofMember: (tx: Tx, memberId: string | null): Promise<object[]> =>
    tx.rows(own, [tx.cooperativeId, memberId]),
};
