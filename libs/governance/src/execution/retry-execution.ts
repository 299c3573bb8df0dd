import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { actionStore } from '../action/action.store.js';
import { governanceErrors } from '../governance.errors.js';
import { ExecutePassedProposal } from '../governance.jobs.js';
import { lockProposal } from '../proposal/locked-proposal.js';
import { proposalStore } from '../proposal/proposal.store.js';
import { expire, isExpired } from './expiry.js';

/** An operator has a failed execution tried again, or ended when its time is over. */
@Injectable()
export class RetryExecution {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError PROPOSAL_NOT_FOUND, PROPOSAL_STATUS_CONFLICT */
  async execute(actor: Actor, input: { proposalId: string }): Promise<{ proposalId: string }> {
    permit(actor, 'execution.retry');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockProposal(tx, input.proposalId);
      const { id, state } = proposal;
      if (state !== 'execution-failed') {
        const message = 'Only a failed execution is tried again.';
        throw governanceErrors.error('PROPOSAL_STATUS_CONFLICT', message, { path: ['proposalId'] });
      }
      if (isExpired(proposal, tx.now)) {
        await expire(tx, proposal);
        return { proposalId: id };
      }
      await actionStore.reopenFailed(tx, id);
      await proposalStore.move(tx, id, state, 'queued');
      const attempts = (await actionStore.lockOf(tx, id)).reduce(
        (sum, one) => sum + one.attempts,
        0,
      );
      tx.enqueue(
        ExecutePassedProposal,
        { cooperativeId: tx.cooperativeId, proposalId: id },
        { key: `${id}:${attempts}` },
      );
      return { proposalId: id };
    });
  }
}
