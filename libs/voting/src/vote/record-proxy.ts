import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { DelegationView } from '../delegation/delegation.queries.js';
import { VoterRoll } from '../electorate/voter-roll.js';
import { votingErrors } from '../voting.errors.js';
import { ProxyRecorded } from '../voting.events.js';
import { extendIfLate } from './extending.js';
import type { GiveProxyInput } from './give-proxy.js';
import { holdProxy } from './holding-proxy.js';
import { inTime } from './held-place.js';

export interface RecordProxyInput extends GiveProxyInput {
  /** Who gave it. */
  readonly memberId: string;
}

/** A secretary puts on record the proxy that a voter gave on paper: the voter is told by letter. */
@Injectable()
export class RecordProxy {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly roll: VoterRoll,
  ) {}

  /**
   * In place of the one that they gave for this vote before. Whether there is one, and whether they
   * voted, the secretary is not told.
   *
   * Whether they have a vote there the secretary is not told either: what somebody gave who has
   * none counts nowhere.
   *
   * @throws CodedError PROXY_HELD_BY_RECORDER, DELEGATION_TO_ONESELF, DELEGATE_NOT_FOUND also of
   *   who gave it, PROPOSAL_NOT_FOUND, VOTING_NOT_OPEN, VOTING_CLOSED, PROXY_NOT_OFFERED
   */
  async execute(actor: Actor, input: RecordProxyInput): Promise<DelegationView> {
    permit(actor, 'proxy.record');
    const { memberId, holderId, proposalId } = input;
    if (holderId === actor.memberId) {
      const message = 'Nobody writes down that they vote for another.';
      throw votingErrors.error('PROXY_HELD_BY_RECORDER', message, { path: ['holderId'] });
    }
    const asked = { memberId, holderId, proposalId, isRecorded: true };
    return inTime(
      () =>
        this.unitOfWork.run(actor, async (tx) => {
          const held = await holdProxy(tx, this.roll, asked);
          if (held === 'late') return held;
          const told = { delegationId: held.id, memberId, proposalId };
          tx.announce(ProxyRecorded.of(held.id, told));
          return held;
        }),
      () => this.unitOfWork.run(actor, (tx) => extendIfLate(tx, proposalId)),
    );
  }
}
