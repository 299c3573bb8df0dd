import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { RemovalReason } from '../discussion/comment.js';
import { WordsRemoved } from '../discussion/comment.events.js';
import { governanceErrors } from '../governance.errors.js';
import { lockShownProposal } from '../proposal/locked-proposal.js';
import { OutcomeRemoved } from './outcome.events.js';
import { outcomeStore } from './outcome.store.js';

export interface ModerateOutcomeInput {
  readonly proposalId: string;
  /** Which one is taken out, from 1. */
  readonly version: number;
  readonly reason: RemovalReason;
}

/**
 * An officer takes out what was told to follow from a decision: its words are gone, and that they
 * were told, who took them out and why stays. What they told themselves they tell anew, so that
 * nobody takes back what members were told by themselves.
 */
@Injectable()
export class ModerateOutcome {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError PROPOSAL_NOT_FOUND, OUTCOME_NOT_FOUND of what was not told, or is gone,
   *   OUTCOME_IS_YOURS
   */
  async execute(
    actor: Actor,
    { proposalId: id, version, reason }: ModerateOutcomeInput,
  ): Promise<{ readonly proposalId: string }> {
    permit(actor, 'outcome.moderate');
    return this.unitOfWork.run(actor, async (tx) => {
      const { id: proposalId } = await lockShownProposal(tx, id);
      const told = await outcomeStore.lock(tx, proposalId, version);
      if (told === null || told.body === '') {
        const message = 'Nothing was told in that version, or it is gone already.';
        throw governanceErrors.error('OUTCOME_NOT_FOUND', message, { path: ['version'] });
      }
      const { writtenByMemberId: memberId } = told;
      if (memberId === actor.memberId) {
        const message = 'This is yours: tell it anew, or have another officer take it out.';
        throw governanceErrors.error('OUTCOME_IS_YOURS', message, { path: ['version'] });
      }
      await outcomeStore.remove(tx, proposalId, version, reason);
      tx.announce(OutcomeRemoved.of(proposalId, { proposalId, version }));
      tx.announce(WordsRemoved.of(proposalId, { proposalId, memberId, because: reason }));
      return { proposalId };
    });
  }
}
