import { Injectable } from '@nestjs/common';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { columnsOf, keysetList, permit } from '@rochdale/platform';
import { DelegationEntity } from './delegation.entity.js';
import { chainsFrom } from './delegation-chains.store.js';
import type { OwnChain } from './delegation-chains.store.js';

const shown = [
  'id',
  'memberId',
  'delegateId',
  'scopeKind',
  'scopeId',
  'givenAt',
  'expiresAt',
] as const;

/** A delegation in force, as the two between whom it is read it. */
export type DelegationView = Readonly<Pick<DelegationEntity, (typeof shown)[number]>>;

/** Whether an own delegation counts: what is sealed is told of nobody before the vote is over. */
export type DelegationUse =
  'overridden' | 'sealed' | 'waiting' | 'would-count' | 'counted' | 'not-counted';

/** What becomes of one's own delegation in a vote. */
export interface OwnDelegation extends Pick<OwnChain, 'proposalId' | 'delegateId'> {
  readonly use: DelegationUse;
  /** What is cast for oneself, as things stand; null where nothing is, or it is sealed. */
  readonly mark: unknown;
}

// Of a vote that is over nothing is in force any more.
const inForce = `d.cooperative_id = :cooperativeId and d.ended_at is null
  and (d.expires_at is null or d.expires_at > :now::timestamptz)
  and (d.scope_kind <> 'proposal' or exists (select from governance.proposals p
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

  /** What becomes of the reader’s own in these votes; those without any are left out. */
  async own(tx: Tx, proposalIds: readonly string[]): Promise<OwnDelegation[]> {
    permit(tx.actor, 'delegation.read-own');
    const { memberId } = tx.actor;
    if (memberId === null) return [];
    const chains = await chainsFrom(tx, memberId, proposalIds);
    return chains.map((chain) => {
      const use = useOf(chain);
      const { proposalId, delegateId, ownMark, lastMark } = chain;
      const mark = use === 'counted' ? ownMark : use === 'would-count' ? lastMark : null;
      return { proposalId, delegateId, use, mark };
    });
  }
}

function useOf({ isClosed, isSecret, hasOwn, isFollowing, hasLast }: OwnChain): DelegationUse {
  if (hasOwn) return isFollowing ? 'counted' : 'overridden';
  if (isClosed) return 'not-counted';
  if (isSecret) return 'sealed';
  return hasLast ? 'would-count' : 'waiting';
}
