import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { DelegationView } from '../delegation/delegation.queries.js';
import { VoterRoll } from '../electorate/voter-roll.js';
import { extendIfLate } from './extending.js';
import { holdProxy } from './holding-proxy.js';
import { inTime } from './held-place.js';

export interface GiveProxyInput {
  readonly holderId: string;
  readonly proposalId: string;
}

/** A voter gives somebody a proxy for one vote, in writing. */
@Injectable()
export class GiveProxy {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly roll: VoterRoll,
  ) {}

  /**
   * In place of the one that they gave for this vote before.
   *
   * @throws CodedError DELEGATION_TO_ONESELF, DELEGATE_NOT_FOUND, PROPOSAL_NOT_FOUND,
   *   VOTING_NOT_OPEN, VOTING_CLOSED, NOT_IN_ELECTORATE, PROXY_NOT_OFFERED
   */
  async execute(actor: Actor, { holderId, proposalId }: GiveProxyInput): Promise<DelegationView> {
    permit(actor, 'delegation.give');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member gives a proxy');
    const asked = { memberId, holderId, proposalId, isRecorded: false };
    return inTime(
      () => this.unitOfWork.run(actor, (tx) => holdProxy(tx, this.roll, asked)),
      () => this.unitOfWork.run(actor, (tx) => extendIfLate(tx, proposalId)),
    );
  }
}
