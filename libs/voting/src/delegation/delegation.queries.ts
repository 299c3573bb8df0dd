import { Injectable } from '@nestjs/common';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { columnsOf, keysetList, permit, sql } from '@rochdale/platform';
import { ballotReceipt } from '../proof/receipt.js';
import { DelegationEntity } from './delegation.entity.js';
import { ownStandings } from './own-delegations.store.js';
import type { OwnStanding } from './own-delegations.store.js';

const shown = [
  'id',
  'memberId',
  'delegateId',
  'scopeKind',
  'scopeId',
  'topicKey',
  'groupKey',
  'isRecorded',
  'givenAt',
  'expiresAt',
] as const;

/** A delegation in force, as the two between whom it is read it. */
export type DelegationView = Readonly<Pick<DelegationEntity, (typeof shown)[number]>>;

/** What becomes of an own delegation. */
export type DelegationUse = 'overridden' | 'waiting' | 'would-count' | 'counted' | 'not-counted';

/** What becomes of one's own delegation in a vote. */
export interface OwnDelegation extends Pick<OwnStanding, 'proposalId' | 'delegateId'> {
  readonly use: DelegationUse;
  /** What is cast for oneself, as things stand; null where nothing is. */
  readonly mark: unknown;
  /** Of the ballot that was written for oneself. */
  readonly receipt: string | null;
}

// Of a vote that is over nothing is in force any more.
const inForce = `d.cooperative_id = :cooperativeId and d.ended_at is null
  and (d.expires_at is null or d.expires_at > :now::timestamptz)
  and (d.scope_kind not in ('proxy', 'proposal') or exists (select from governance.proposals p
    where p.cooperative_id = d.cooperative_id and p.id = d.scope_id
      and p.closed_at is null and p.ended_at is null))`;

const listOf = (side: 'given' | 'held', column: string) =>
  keysetList<DelegationView, object, { memberId: string; now: Date }>({
    name: `voting.list-delegations-${side}`,
    select: columnsOf(DelegationEntity, { of: 'd', only: shown }),
    from: 'governance.delegations d',
    where: `${inForce} and d.${column} = :memberId`,
    keys: [
      { column: 'd.given_at', field: 'givenAt', type: 'instant' },
      { column: 'd.id', field: 'id', type: 'id' },
    ],
  });
const lists = { given: listOf('given', 'member_id'), held: listOf('held', 'delegate_id') };

const offeredTo = sql(
  'voting.find-votes-to-delegate-in',
  `select p.id from governance.proposals p join governance.electorate e
     on e.cooperative_id = p.cooperative_id and e.proposal_id = p.id and e.member_id = $2
   where p.cooperative_id = $1 and p.state in ('open', 'extended') and p.closes_at > $3
     and p.rule ? 'delegation' and not p.is_hearing
   order by p.closes_at, p.id limit $4`,
);

/** Who votes for whom, told to the two of them alone. */
@Injectable()
export class DelegationQueries {
  /** Those in force that the reader gave, or by which they vote for others; the latest first. */
  async page(tx: Tx, side: 'given' | 'held', request: PageRequest): Promise<Page<DelegationView>> {
    permit(tx.actor, 'delegation.read-own');
    const { memberId } = tx.actor;
    if (memberId === null) throw new Error('a member reads their delegations');
    return lists[side].page(tx, request, { params: { memberId, now: tx.now } });
  }

  /** Votes that are open and let the reader have somebody vote for them, by when these close. */
  async offered(tx: Tx, atMost: number): Promise<string[]> {
    permit(tx.actor, 'delegation.read-own');
    const { memberId } = tx.actor;
    if (memberId === null) return [];
    const asked = [tx.cooperativeId, memberId, tx.now, atMost];
    return (await tx.rows<{ id: string }>(offeredTo, asked)).map(({ id }) => id);
  }

  /** What becomes of the reader’s own in these votes; those without any are left out. */
  async own(tx: Tx, proposalIds: readonly string[]): Promise<OwnDelegation[]> {
    permit(tx.actor, 'delegation.read-own');
    const { memberId } = tx.actor;
    if (memberId === null) return [];
    const standings = await ownStandings(tx, memberId, proposalIds);
    return standings.map((one) => {
      const { proposalId, delegateId, own, theirMark } = one;
      const use = useOf(one);
      const mark = use === 'counted' ? own?.mark : use === 'would-count' ? theirMark : null;
      const receipt =
        use === 'counted' && own !== null
          ? ballotReceipt({ ...own, proposalId, memberId }, one.rule, one)
          : null;
      return { proposalId, delegateId, use, mark, receipt };
    });
  }
}

/**
 * As long as the vote is open, what is behind whom somebody chose is told to nobody: whether a
 * chain leads on would say that this one chose another.
 */
function useOf({ isClosed, own, hasTheirs }: OwnStanding): DelegationUse {
  if (own !== null) return own.followsMemberId === null ? 'overridden' : 'counted';
  if (isClosed) return 'not-counted';
  return hasTheirs ? 'would-count' : 'waiting';
}
