import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { newId, permit, UnitOfWork } from '@rochdale/platform';
import { ballotStore } from '../ballot/ballot.store.js';
import { VoterRoll } from '../electorate/voter-roll.js';
import { votingErrors } from '../voting.errors.js';
import { DelegationGiven } from '../voting.events.js';
import { leadsTo, resolve } from './delegation.js';
import type { Edge } from './delegation.js';
import type { DelegationView } from './delegation.queries.js';
import { delegationStore } from './delegation.store.js';
import { announceEnded } from './ended.js';

export interface GiveDelegationInput {
  readonly delegateId: string;
  /** For this proposal alone; for all there is when null. */
  readonly proposalId: string | null;
  readonly expiresAt: Date | null;
}

/** A member has another vote for them where they do not vote themselves. */
@Injectable()
export class GiveDelegation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly roll: VoterRoll,
  ) {}

  /**
   * In place of what they gave of the same scope before.
   *
   * @throws CodedError DELEGATION_TO_ONESELF, DELEGATION_EXPIRED, DELEGATE_NOT_FOUND of who is no
   *   member in standing, DELEGATION_CIRCLE, DELEGATION_GIVEN_MEANWHILE; for one proposal also
   *   PROPOSAL_NOT_FOUND, VOTING_NOT_OPEN, VOTING_CLOSED, NOT_IN_ELECTORATE,
   *   DELEGATION_NOT_OFFERED, DELEGATION_CAP_REACHED
   */
  async execute(actor: Actor, input: GiveDelegationInput): Promise<DelegationView> {
    permit(actor, 'delegation.give');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member delegates');
    const { delegateId, proposalId, expiresAt } = input;
    if (delegateId === memberId) {
      throw refusal('DELEGATION_TO_ONESELF', 'Who votes themselves needs no delegate.');
    }
    return this.unitOfWork.run(actor, async (tx) => {
      if (expiresAt !== null && expiresAt <= tx.now) {
        const message = 'It would be over before it began.';
        throw votingErrors.error('DELEGATION_EXPIRED', message, { path: ['expiresAt'] });
      }
      const roll = await this.roll.entries(tx);
      if (!roll.some((one) => one.memberId === delegateId)) {
        throw refusal('DELEGATE_NOT_FOUND', 'There is no such member.');
      }
      const edges = await (proposalId === null
        ? delegationStore.edgesOfAll(tx, tx.now)
        : edgesWithPlace(tx, { memberId, delegateId, proposalId }));
      if (leadsTo(edges, delegateId, memberId)) {
        const message = 'They have you vote for them, directly or by others.';
        throw refusal('DELEGATION_CIRCLE', message);
      }
      const scope = {
        scopeKind: proposalId === null ? ('all' as const) : ('proposal' as const),
        scopeId: proposalId ?? tx.cooperativeId,
      };
      announceEnded(tx, await delegationStore.replace(tx, memberId, scope), 'replaced');
      const id = newId();
      const given = { id, memberId, delegateId, ...scope, expiresAt };
      if (!(await delegationStore.insert(tx, given))) {
        const message = 'You gave another one just now.';
        throw refusal('DELEGATION_GIVEN_MEANWHILE', message);
      }
      const told = { delegationId: id, memberId, delegateId, scope: scope.scopeKind, proposalId };
      const until = expiresAt?.toISOString() ?? null;
      tx.announce(DelegationGiven.of(id, { ...told, expiresAt: until }));
      return { ...given, givenAt: tx.now };
    });
  }
}

type Refusal = Parameters<(typeof votingErrors)['error']>[0];

const refusal = (code: Refusal, message: string): Error =>
  votingErrors.error(code, message, { path: ['delegateId'] });

/**
 * What is followed in the vote. Who gives one holds their place, so that it does not close
 * meanwhile, and they do not vote.
 */
async function edgesWithPlace(
  tx: Tx,
  asked: { readonly memberId: string; readonly delegateId: string; readonly proposalId: string },
): Promise<readonly Edge[]> {
  const { memberId, delegateId, proposalId } = asked;
  const path = ['proposalId'];
  const place = await ballotStore.takePlace(tx, proposalId, memberId);
  if (place === null) throw await whyNoPlace(tx, proposalId);
  if (place.isOver || place.closesAt <= tx.now) {
    throw votingErrors.error('VOTING_CLOSED', 'Voting on this proposal is not open.', { path });
  }
  const { delegation } = place.rule;
  if (delegation === undefined || place.isHearing) {
    const message = 'In this vote everybody votes for themselves.';
    throw votingErrors.error('DELEGATION_NOT_OFFERED', message, { path });
  }
  const edges = await delegationStore.edgesOfVote(tx, proposalId, tx.now);
  const others = edges.filter((one) => one.memberId !== memberId);
  const voted = new Set([delegateId]);
  const carried = resolve({ edges: others, voted, atMost: delegation.atMost });
  if (carried.length >= delegation.atMost) {
    const message = `Nobody votes for more than ${delegation.atMost} others here.`;
    throw refusal('DELEGATION_CAP_REACHED', message);
  }
  return others;
}

async function whyNoPlace(tx: Tx, proposalId: string): Promise<Error> {
  const path = ['proposalId'];
  const vote = await ballotStore.findVote(tx, proposalId);
  if (vote === null || !vote.isAnnounced) {
    return votingErrors.error('PROPOSAL_NOT_FOUND', 'There is no such proposal.', { path });
  }
  if (vote.isToOpen) {
    const message = 'Voting on this proposal has not opened yet.';
    return votingErrors.error('VOTING_NOT_OPEN', message, { path });
  }
  return vote.isOpen
    ? votingErrors.error('NOT_IN_ELECTORATE', 'You were not in the electorate.', { path })
    : votingErrors.error('VOTING_CLOSED', 'Voting on this proposal is not open.', { path });
}
