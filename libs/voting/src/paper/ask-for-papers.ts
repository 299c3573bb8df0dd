import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { askOfficers, claimAsking } from '../asking/asked-officers.js';
import type { AskingStep } from '../asking/paper-asking.entity.js';
import { paperStateOf } from './held-papers.js';
import { paperStore } from './paper.store.js';

/** Asks those who count papers to do so, once a vote waits for them, and before it is too late. */
@Injectable()
export class AskForPapers {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Nothing is asked where the vote is decided, or its papers are counted, by now.
   *
   * @throws CodedError FORBIDDEN for everybody but the service itself
   */
  async execute(
    actor: Actor,
    { proposalId, step }: { readonly proposalId: string; readonly step: AskingStep },
  ): Promise<void> {
    permit(actor, 'paper.ask');
    await this.unitOfWork.run(actor, async (tx) => {
      const vote = await paperStore.lockVote(tx, proposalId);
      if (vote === null || !vote.isOpen) return;
      const { state } = await paperStateOf(tx, { id: proposalId, ...vote });
      if (state !== 'waits' || !(await claimAsking(tx, proposalId, step))) return;
      const count = await paperStore.find(tx, proposalId);
      const asks = count === null ? 'enter' : 'confirm';
      const except = count?.enteredBy ?? null;
      await askOfficers(tx, proposalId, { asks, isReminder: step === 'reminder', except });
    });
  }
}
