import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { appealStore } from '../appeal/appeal.store.js';
import { lockOwnExpulsion } from '../appeal/register-appeal.js';
import { governanceErrors } from '../governance.errors.js';
import { endUndecided, stillUndecided } from '../proposal/ending.js';
import { undecidedStates } from '../proposal/lifecycle.js';
import { lockProposal } from '../proposal/locked-proposal.js';
import { settleAppeal } from './settling.js';

/** Who filed an appeal takes it back before it is decided: what it held goes on. */
@Injectable()
export class WithdrawAppeal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @param input the vote to expel them
   * @throws CodedError EXPULSION_UNKNOWN, APPEAL_NOT_PENDING, PROPOSAL_NOT_FOUND,
   *   PROPOSAL_STATUS_CONFLICT
   */
  async execute(
    actor: Actor,
    input: { readonly proposalId: string },
  ): Promise<{ readonly proposalId: string }> {
    permit(actor, 'appeal.file');
    const { proposalId } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      await lockOwnExpulsion(tx, proposalId, ['proposalId']);
      const appeal = await appealStore.counting(tx, proposalId);
      if (appeal?.state !== 'pending') throw notPending();
      const { id } = await appealStore.lastVote(tx, appeal.voteId);
      const vote = await lockProposal(tx, id);
      if (!undecidedStates.includes(vote.state)) throw notPending();
      await endUndecided(tx, await stillUndecided(tx, vote), 'proposer', null);
      await settleAppeal(tx, proposalId);
      return { proposalId };
    });
  }
}

function notPending(): Error {
  return governanceErrors.error('APPEAL_NOT_PENDING', 'There is no appeal to take back.', {
    path: ['proposalId'],
  });
}
