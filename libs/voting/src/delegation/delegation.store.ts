import { shuffled, columnsOf, newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BallotEntity } from '../ballot/ballot.entity.js';
import type { Edge, Represented } from './delegation.js';
import { DelegationEntity } from './delegation.entity.js';

const followed = ['id', 'memberId', 'delegateId', 'givenAt'] as const;
const told = ['id', 'memberId', 'delegateId', 'scopeKind', 'scopeId', 'expiresAt'] as const;

/** A delegation as what becomes of it is told. */
export type DelegationRow = Readonly<Pick<DelegationEntity, (typeof told)[number]>>;
type Scope = Pick<DelegationRow, 'scopeKind' | 'scopeId'>;

const insert = sql(
  'voting.insert-delegation',
  `insert into governance.delegations (id, cooperative_id, member_id, delegate_id, scope_kind,
     scope_id, given_at, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
);

const replace = sql(
  'voting.replace-delegation',
  `update governance.delegations set ended_at = greatest($5::timestamptz, given_at)
   where cooperative_id = $1 and member_id = $2 and scope_kind = $3 and scope_id = $4
     and ended_at is null
   returning ${columnsOf(DelegationEntity, { only: told })}`,
);

const end = sql(
  'voting.end-delegation',
  `update governance.delegations set ended_at = greatest($4::timestamptz, given_at)
   where cooperative_id = $1 and id = $2 and $3::uuid in (member_id, delegate_id)
     and ended_at is null
   returning ${columnsOf(DelegationEntity, { only: told })}`,
);

const endAll = sql(
  'voting.end-delegations-of-member',
  `update governance.delegations set ended_at = greatest($3::timestamptz, given_at)
   where cooperative_id = $1 and $2::uuid in (member_id, delegate_id) and ended_at is null
   returning ${columnsOf(DelegationEntity, { only: told })}`,
);

const forget = sql(
  'voting.forget-delegations',
  `delete from governance.delegations
   where cooperative_id = $1 and $2::uuid in (member_id, delegate_id)`,
);

/** In force at an instant: `$3`. */
const inForce = `d.given_at <= $3::timestamptz and (d.expires_at is null or d.expires_at > $3)
     and (d.ended_at is null or d.ended_at > $3)`;

const edgesOfVote = sql(
  'voting.read-delegations-in-vote',
  `select distinct on (d.member_id)
     ${columnsOf(DelegationEntity, { of: 'd', only: followed })}
   from governance.delegations d join governance.electorate e
     on e.cooperative_id = d.cooperative_id and e.member_id = d.member_id and e.proposal_id = $2
   where d.cooperative_id = $1 and ${inForce}
     and (d.scope_kind = 'all' or d.scope_kind = 'proposal' and d.scope_id = $2)
   order by d.member_id, d.scope_kind = 'proposal' desc, d.given_at desc, d.id desc`,
);

const edgesOfAll = sql(
  'voting.read-delegations-of-all',
  `select distinct on (d.member_id)
     ${columnsOf(DelegationEntity, { of: 'd', only: followed })}
   from governance.delegations d
   where d.cooperative_id = $1 and d.scope_kind = $2 and ${inForce}
   order by d.member_id, d.given_at desc, d.id desc`,
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
  /** False where another of the same scope is in force. */
  async insert(
    tx: Tx,
    one: Readonly<Omit<DelegationEntity, 'cooperativeId' | 'givenAt' | 'endedAt'>>,
  ): Promise<boolean> {
    const { id, memberId, delegateId, scopeKind, scopeId, expiresAt } = one;
    const row = [id, tx.cooperativeId, memberId, delegateId, scopeKind, scopeId];
    return (await tx.run(insert, [...row, tx.now, expiresAt])) === 1;
  },

  /** Ends what somebody gave of this scope, if there is any. */
  replace: (tx: Tx, memberId: string, { scopeKind, scopeId }: Scope): Promise<DelegationRow[]> =>
    tx.rows(replace, [tx.cooperativeId, memberId, scopeKind, scopeId, tx.now]),

  /** Ends one of those that are somebody's, given or held; null where there is none. */
  end: (tx: Tx, id: string, memberId: string): Promise<DelegationRow | null> =>
    tx.maybeOne(end, [tx.cooperativeId, id, memberId, tx.now]),

  /** Ends all that are somebody's, given or held. */
  endAll: (tx: Tx, memberId: string): Promise<DelegationRow[]> =>
    tx.rows(endAll, [tx.cooperativeId, memberId, tx.now]),

  forget: (tx: Tx, memberId: string): Promise<number> =>
    tx.run(forget, [tx.cooperativeId, memberId]),

  /** What is followed in a vote at an instant, of each voter the most specific. */
  edgesOfVote: (tx: Tx, proposalId: string, at: Date): Promise<Edge[]> =>
    tx.rows(edgesOfVote, [tx.cooperativeId, proposalId, at]),

  /** What is followed where nothing more specific was given. */
  edgesOfAll: (tx: Tx, at: Date): Promise<Edge[]> =>
    tx.rows(edgesOfAll, [tx.cooperativeId, 'all', at]),

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
      mixed.map(() => newId()),
      mixed.map(({ memberId }) => memberId),
      mixed.map(({ byId }) => byId),
    ]);
  },
};
