import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { CodedError, permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import {
  ActionExecuted,
  ActionFailed,
  ProposalExecuted,
  ProposalExpired,
} from '../governance.events.js';
import { ExecutePassedProposal } from '../governance.jobs.js';
import { lockProposal } from '../proposal/proposals.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { proposalStore } from '../proposal/proposal.store.js';
import { actionStore } from './action.store.js';
import type { ActionRecord } from './action.store.js';
import { ProposalActions } from './proposal-actions.js';

export type ExecutionResult = 'executed' | 'failed' | 'expired' | 'not-due' | 'not-queued';

/** Carries a handler's error out of the transaction, with the action that it came from. */
class ActionFailure extends Error {
  constructor(
    readonly action: ActionRecord,
    readonly reason: unknown,
  ) {
    super(`action ${action.kind} failed`, { cause: reason });
  }
}

/** Errors that say nothing about the action: the job tries again by itself. */
function isPassing(error: unknown): boolean {
  if (error instanceof CodedError) {
    return error.kind === 'unavailable' || error.code === 'CONFLICT';
  }
  const code = error instanceof Error ? (error as Error & { code?: unknown }).code : null;
  return typeof code === 'string' && /^(40001|40P01|08|53|57)/.test(code);
}

/**
 * Runs the actions of a passed proposal: all of them and their effects in one transaction, which
 * also marks them executed, or none. A failure is written down afterwards; an operator has it tried
 * again by `RetryExecution`.
 */
@Injectable()
export class ExecuteProposal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly actions: ProposalActions,
  ) {}

  async execute(actor: Actor, input: { proposalId: string }): Promise<ExecutionResult> {
    permit(actor, 'proposal.execute');
    try {
      return await this.unitOfWork.run(actor, (tx) => this.#runAll(tx, input.proposalId));
    } catch (error) {
      if (!(error instanceof ActionFailure)) throw error;
      await this.unitOfWork.run(actor, (tx) => recordFailure(tx, input.proposalId, error));
      return 'failed';
    }
  }

  async #runAll(tx: Tx, proposalId: string): Promise<ExecutionResult> {
    const proposal = await lockProposal(tx, proposalId);
    if (proposal.status !== 'queued') return 'not-queued';
    if (proposal.executeBefore !== null && proposal.executeBefore < tx.now) {
      return expire(tx, proposal);
    }
    if (proposal.executeAt === null || proposal.executeAt > tx.now) return 'not-due';
    for (const action of await actionStore.lockOf(tx, proposalId)) {
      if (action.status === 'pending') await this.#runOne(tx, action, proposal);
    }
    await proposalStore.end(tx, proposalId, 'queued', 'executed', null);
    tx.announce(ProposalExecuted.of(proposalId, { proposalId, ...subjectOf(proposal) }));
    return 'executed';
  }

  async #runOne(tx: Tx, action: ActionRecord, proposal: ProposalRecord): Promise<void> {
    const { id, kind, payload } = action;
    const { subjectKind, subjectId } = proposal;
    const subject =
      subjectKind === null || subjectId === null ? null : { kind: subjectKind, id: subjectId };
    const decided = { id: proposal.id, subject, ruleHash: proposal.ruleHash ?? '' };
    try {
      await this.actions.handlerOf(kind)(tx, { id, kind, payload }, decided);
    } catch (error) {
      if (isPassing(error)) throw error;
      throw new ActionFailure(action, error);
    }
    const marked = await actionStore.markExecuted(tx, id);
    if (marked !== 1) throw new Error('an action that is locked runs once');
    tx.announce(ActionExecuted.of(proposal.id, { proposalId: proposal.id, actionId: id, kind }));
  }
}

function subjectOf({ subjectKind, subjectId }: ProposalRecord): {
  subjectKind: string | null;
  subjectId: string | null;
} {
  return { subjectKind, subjectId };
}

async function expire(tx: Tx, proposal: ProposalRecord): Promise<'expired'> {
  const { id, status } = proposal;
  await proposalStore.end(tx, id, status, 'expired', 'not executed in time');
  tx.announce(ProposalExpired.of(id, { proposalId: id, ...subjectOf(proposal) }));
  return 'expired';
}

async function recordFailure(tx: Tx, proposalId: string, failure: ActionFailure): Promise<void> {
  const proposal = await lockProposal(tx, proposalId);
  if (proposal.status !== 'queued') return;
  const { action, reason } = failure;
  const code = reason instanceof CodedError ? reason.code : 'INTERNAL';
  // What was not foreseen may hold anything: its message stays in the logs.
  const message = reason instanceof CodedError ? reason.message : 'Something went wrong.';
  await actionStore.markFailed(tx, action.id, code, message);
  await proposalStore.move(tx, proposalId, 'queued', 'execution-failed');
  tx.announce(
    ActionFailed.of(proposalId, {
      proposalId,
      ...subjectOf(proposal),
      actionId: action.id,
      kind: action.kind,
      code,
    }),
  );
}

/** An operator has a failed execution tried again, or ended when its time is over. */
@Injectable()
export class RetryExecution {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async execute(actor: Actor, input: { proposalId: string }): Promise<{ proposalId: string }> {
    permit(actor, 'execution.retry');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockProposal(tx, input.proposalId);
      const { id, status } = proposal;
      if (status !== 'execution-failed') {
        const message = 'Only a failed execution is tried again.';
        throw governanceErrors.error('PROPOSAL_STATUS_CONFLICT', message);
      }
      if (proposal.executeBefore !== null && proposal.executeBefore < tx.now) {
        await expire(tx, proposal);
        return { proposalId: id };
      }
      await actionStore.reopenFailed(tx, id);
      await proposalStore.move(tx, id, status, 'queued');
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
