import { shuffled, columnsOf, newRandomId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BallotEntity } from '../ballot/ballot.entity.js';
import type { Edge, Represented, Scope } from './delegation.js';
import { DelegationEntity } from './delegation.entity.js';
import { isIn, narrowest } from './scopes.js';

const followed = ['id', 'memberId', 'delegateId', 'givenAt'] as const;
const told = [
  'id',
  'memberId',
  'delegateId',
  'scopeKind',
  'scopeId',
  'topicKey',
  'groupKey',
  'expiresAt',
] as const;

/** A delegation as what becomes of it is told. */
export type DelegationRow = Readonly<Pick<DelegationEntity, (typeof told)[number]>>;

const lockName = `hashtextextended('voting.delegations ' || $1::text, 0)`;
const hold = sql('voting.hold-delegations', `select pg_advisory_xact_lock(${lockName})`);
const holdShared = sql(
  'voting.hold-delegations-as-they-are',
  `select pg_advisory_xact_lock_shared(${lockName})`,
);

// Whoever waited for a vote to be counted comes after it, whenever they began.
const heldAt = sql(
  'voting.find-time-of-delegation',
  `select greatest($2::timestamptz, (
     select max(p.closed_at) + interval '1 millisecond' from governance.proposals p
     where p.cooperative_id = $1 and p.outcome is not null and p.closed_at >= $2::timestamptz
       and p.rule ? 'delegation')) as at`,
);

const insert = sql(
  'voting.insert-delegation',
  `insert into governance.delegations (id, cooperative_id, member_id, delegate_id, scope_kind,
     scope_id, given_at, expires_at, topic_key, is_recorded, group_key)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);

const replace = sql(
  'voting.replace-delegation',
  `update governance.delegations set ended_at = greatest($5::timestamptz, given_at)
   where cooperative_id = $1 and member_id = $2 and scope_kind = $3 and scope_id = $4
     and topic_key = $6 and group_key = $7 and ended_at is null
   returning ${columnsOf(DelegationEntity, { only: told })},
     coalesce(expires_at > $5, true) as "wasInForce"`,
);

const end = sql(
  'voting.end-delegation',
  `update governance.delegations set ended_at = greatest($4::timestamptz, given_at)
   where cooperative_id = $1 and id = $2 and $3::uuid in (member_id, delegate_id)
     and ended_at is null and (expires_at is null or expires_at > $4)
   returning ${columnsOf(DelegationEntity, { only: told })}`,
);

const endAll = sql(
  'voting.end-delegations-of-member',
  `update governance.delegations d set ended_at = greatest($3::timestamptz, given_at)
   where d.cooperative_id = $1 and $2::uuid in (member_id, delegate_id) and ended_at is null
     and given_at <= $4::timestamptz and (expires_at is null or expires_at > $5::timestamptz)
     and (scope_kind not in ('proxy', 'proposal') or exists (select from governance.proposals p
       where p.cooperative_id = $1 and p.id = d.scope_id
         and p.closed_at is null and p.ended_at is null))
   returning ${columnsOf(DelegationEntity, { only: told })}`,
);

const endAllOfGroup = sql(
  'voting.end-delegations-of-group',
  `update governance.delegations set ended_at = greatest($3::timestamptz, given_at)
   where cooperative_id = $1 and scope_kind = 'group' and group_key = $2 and ended_at is null
     and (expires_at is null or expires_at > $3::timestamptz)
   returning ${columnsOf(DelegationEntity, { only: told })}`,
);

const forget = sql(
  'voting.forget-delegations',
  `delete from governance.delegations
   where cooperative_id = $1 and $2::uuid in (member_id, delegate_id)`,
);

// Each whom it leads to is met once, also where those of before go round already.
const leadingBack = sql(
  'voting.find-delegation-back',
  `with recursive led (id) as (
     select $2::uuid
     union
     select d.delegate_id from led join governance.delegations d
       on d.cooperative_id = $1 and d.member_id = led.id and d.scope_kind = $4
         and d.scope_id = $5 and d.topic_key = $7 and d.group_key = $8 and d.ended_at is null
         and (d.expires_at is null or d.expires_at > $6)
     where led.id <> $3) select id from led where id = $3`,
);

/** What is followed in a vote at an instant: `$3`; of groups that were closed by then nothing. */
const edgesOfVote = sql(
  'voting.read-delegations-in-vote',
  `with held as (
     select d.* from governance.delegations d join governance.electorate e
       on e.cooperative_id = d.cooperative_id and e.member_id = d.member_id and e.proposal_id = $2
     where d.cooperative_id = $1 and d.given_at <= $3::timestamptz
       and (d.expires_at is null or d.expires_at > $3) and (d.ended_at is null or d.ended_at > $3)
       and ${isIn('$2')} and not d.group_key = any ($4::text[])
     order by d.id for share of d)
   select
     ${columnsOf(DelegationEntity, { of: 'd', only: followed })},
     d.scope_kind = 'proxy' as "isProxy"
   from held d
   order by d.member_id, ${narrowest}, d.given_at desc, d.id desc`,
);

const topic = sql(
  'voting.find-topic-to-delegate-on',
  `select key from governance.topics
   where cooperative_id = $1 and key = $2 and retired_at is null`,
);

const sameInForce = sql(
  'voting.find-same-delegation',
  `select ${columnsOf(DelegationEntity, { without: ['cooperativeId', 'endedAt'] })}
   from governance.delegations
   where cooperative_id = $1 and member_id = $2 and delegate_id = $3 and scope_kind = $4
     and scope_id = $5 and topic_key = $6 and group_key = $7 and ended_at is null
     and expires_at is not distinct from $8::timestamptz
     and (expires_at is null or expires_at > $9::timestamptz)`,
);

// Over, and not counted yet: what was in force at its end is asked for later.
const toCount = sql(
  'voting.find-vote-to-count-with-delegations',
  `select p.id from governance.proposals p
   where p.cooperative_id = $1 and p.state in ('open', 'extended') and p.rule ? 'delegation'
     and p.closes_at <= $2::timestamptz and p.id is distinct from $3::uuid limit 1`,
);

const inEnded = sql(
  'voting.list-whose-delegations-are-over',
  `select distinct unnest(array[member_id, delegate_id]) as id from governance.delegations
   where cooperative_id = $1 and ended_at is not null`,
);

const voted = sql(
  'voting.list-who-voted',
  `select ${columnsOf(BallotEntity, { only: ['memberId'] })} from governance.ballots
   where proposal_id = $1 and cooperative_id = $2 and superseded_at is null`,
);

const cast = sql(
  'voting.cast-for-others',
  `insert into governance.ballots (id, cooperative_id, proposal_id, member_id, mark, weight,
     cast_at, cast_via, follows_id)
   select v.id, $2, $1, v.member_id, f.mark, e.weight, greatest(p.opened_at, $3::timestamptz),
     'delegation', f.id
   from unnest($4::uuid[], $5::uuid[], $6::uuid[]) as v (id, member_id, by_id)
   join governance.ballots f on f.cooperative_id = $2 and f.proposal_id = $1
     and f.member_id = v.by_id and f.superseded_at is null
   join governance.electorate e on e.cooperative_id = $2 and e.proposal_id = $1
     and e.member_id = v.member_id
   join governance.proposals p on p.cooperative_id = $2 and p.id = $1`,
);

/** Delegations in SQL: given, ended, and read as a vote meets them. */
export const delegationStore = {
  /**
   * Holds every delegation of the co-operative until the transaction ends: a vote that is being
   * counted is waited for. Returns the instant at which what follows happens, which is never
   * before the count of a vote that came first. Asked for after the place in a vote, and before
   * any delegation is read.
   */
  async hold(tx: Tx): Promise<Date> {
    await tx.run(hold, [tx.cooperativeId]);
    return (await tx.one<{ at: Date }>(heldAt, [tx.cooperativeId, tx.now])).at;
  },

  /** For who counts: delegations change no more until the transaction ends. */
  holdShared: (tx: Tx): Promise<number> => tx.run(holdShared, [tx.cooperativeId]),

  async insert(tx: Tx, one: Readonly<Omit<DelegationEntity, 'endedAt'>>): Promise<void> {
    const {
      id,
      memberId,
      delegateId,
      scopeKind,
      scopeId,
      givenAt,
      expiresAt,
      topicKey,
      groupKey,
      isRecorded,
    } = one;
    const row = [id, tx.cooperativeId, memberId, delegateId, scopeKind, scopeId];
    await tx.run(insert, [...row, givenAt, expiresAt, topicKey, isRecorded, groupKey]);
  },

  /** Ends what somebody gave of this scope, if there is any; those that were in force by then. */
  replace: async (
    tx: Tx,
    memberId: string,
    { scopeKind, scopeId, topicKey, groupKey }: Scope,
    at: Date,
  ): Promise<DelegationRow[]> => {
    const of = [tx.cooperativeId, memberId, scopeKind, scopeId, at, topicKey, groupKey];
    const rows = await tx.rows<DelegationRow & { wasInForce: boolean }>(replace, of);
    return rows.filter(({ wasInForce }) => wasInForce);
  },

  /** The same as somebody wants to give, until the same time, if it is in force. */
  sameInForce(
    tx: Tx,
    one: Scope & Pick<DelegationEntity, 'memberId' | 'delegateId' | 'expiresAt'>,
    at: Date,
  ): Promise<Omit<DelegationEntity, 'cooperativeId' | 'endedAt'> | null> {
    const { memberId, delegateId, scopeKind, scopeId, topicKey, groupKey, expiresAt } = one;
    const of = [tx.cooperativeId, memberId, delegateId, scopeKind, scopeId, topicKey, groupKey];
    return tx.maybeOne(sameInForce, [...of, expiresAt, at]);
  },

  /** Whether some other vote is over that has to be counted still, with those that stood then. */
  hasVoteToCount: async (tx: Tx, exceptId: string | null): Promise<boolean> =>
    (await tx.maybeOne(toCount, [tx.cooperativeId, tx.now, exceptId])) !== null,

  /** Between whom those are that are over. */
  async inEnded(tx: Tx): Promise<string[]> {
    return (await tx.rows<{ id: string }>(inEnded, [tx.cooperativeId])).map(({ id }) => id);
  },

  /** Ends one of those that are somebody's, given or held; null where there is none in force. */
  end: (tx: Tx, id: string, memberId: string, at: Date): Promise<DelegationRow | null> =>
    tx.maybeOne(end, [tx.cooperativeId, id, memberId, at]),

  /**
   * Ends all that are somebody's, given or held, and were given by then, as of then.
   *
   * @param now what is over by now is left: it ended by itself
   */
  endAll: (tx: Tx, memberId: string, at: Date, now: Date): Promise<DelegationRow[]> =>
    tx.rows(endAll, [tx.cooperativeId, memberId, at, at, now]),

  forget: (tx: Tx, memberId: string): Promise<number> =>
    tx.run(forget, [tx.cooperativeId, memberId]),

  /**
   * Whether somebody has this one vote for them in the same scope, directly or through others. The
   * caller holds delegations, so that of several who close a circle at once one is the last.
   */
  async leadsBack(
    tx: Tx,
    fromId: string,
    toId: string,
    { scopeKind, scopeId, topicKey, groupKey }: Scope,
    at: Date,
  ): Promise<boolean> {
    const asked = [tx.cooperativeId, fromId, toId, scopeKind, scopeId, at, topicKey, groupKey];
    return (await tx.maybeOne(leadingBack, asked)) !== null;
  },

  /** Ends all that are for what a working group brings. */
  endAllOfGroup: (tx: Tx, groupKey: string, at: Date): Promise<DelegationRow[]> =>
    tx.rows(endAllOfGroup, [tx.cooperativeId, groupKey, at]),

  /**
   * What is in force for a vote at an instant, of each voter the most specific first; held.
   *
   * @param closed keys of working groups that were closed by then
   */
  edgesOfVote: (tx: Tx, proposalId: string, at: Date, closed: readonly string[]): Promise<Edge[]> =>
    tx.rows(edgesOfVote, [tx.cooperativeId, proposalId, at, closed]),

  /** Whether something new is filed under a topic of this key. */
  async hasTopic(tx: Tx, key: string): Promise<boolean> {
    return (await tx.maybeOne(topic, [tx.cooperativeId, key])) !== null;
  },

  async voted(tx: Tx, proposalId: string): Promise<ReadonlySet<string>> {
    const rows = await tx.rows<{ memberId: string }>(voted, [proposalId, tx.cooperativeId]);
    return new Set(rows.map(({ memberId }) => memberId));
  },

  /**
   * Casts for each what whoever represents them cast, with their own weight. The caller holds the
   * lock on the vote. Returns how many were cast.
   */
  cast(tx: Tx, proposalId: string, ones: readonly Represented[], at: Date): Promise<number> {
    const mixed = shuffled(ones);
    return tx.run(cast, [
      proposalId,
      tx.cooperativeId,
      at,
      mixed.map(() => newRandomId()),
      mixed.map(({ memberId }) => memberId),
      mixed.map(({ byId }) => byId),
    ]);
  },
};
