import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, sql, UnitOfWork } from '@rochdale/platform';
import { DropLeftCandidates } from './drop-left-candidates.js';
import { ExecuteProposal } from './execute-proposal.js';
import { CloseProposal } from '../closing/close-proposal.js';
import { votingStates } from '../proposal/lifecycle.js';
import type { ProposalState } from '../proposal/lifecycle.js';
import { OpenNoticedProposal } from '../opening/open-noticed-proposal.js';

const findDue = sql(
  'governance.find-due-proposals',
  `select id, state from governance.proposals
   where cooperative_id = $2 and ((state = 'notice' and notice_until <= $1
       -- What an assembly decides waits until somebody opens it.
       and not exists (select from governance.policies pol where pol.cooperative_id = $2
         and pol.id = policy_id and pol.retired_at is null and pol.rule ? 'assembly'))
     or (state in ('open', 'extended') and closes_at <= $1)
     or (state = 'queued' and execute_at <= $1)
     or (state = 'execution-failed' and execute_before < $1))
   order by created_at, id`,
);

/**
 * Does what is due and was not done, whatever became of its job. Every step is the same use case as
 * the job's, so that doing it twice is doing it once. Who was to stand in a draft that was
 * forgotten goes here too, where a process of the version before left them.
 */
@Injectable()
export class DueProposals {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly openNoticed: OpenNoticedProposal,
    private readonly close: CloseProposal,
    private readonly executeProposal: ExecuteProposal,
    private readonly dropLeft: DropLeftCandidates,
  ) {}

  /**
   * Returns how many proposals were due.
   *
   * @throws AggregateError of what kept some of them where they were, or whoever was left in a
   *   forgotten draft; the others were moved
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'proposal.close');
    const due = await this.unitOfWork.read(actor, (tx) =>
      tx.rows<{ id: string; state: ProposalState }>(findDue, [tx.now, tx.cooperativeId]),
    );
    const failures: unknown[] = [];
    for (const { id: proposalId, state } of due) {
      const step =
        state === 'notice'
          ? this.openNoticed
          : votingStates.includes(state)
            ? this.close
            : this.executeProposal;
      // One proposal that cannot be moved keeps none of the others waiting.
      await step.execute(actor, { proposalId }).catch((error: unknown) => failures.push(error));
    }
    await this.dropLeft.execute(actor).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'some proposals are stuck');
    return due.length;
  }
}
