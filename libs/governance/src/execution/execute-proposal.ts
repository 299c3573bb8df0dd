import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { erasedAmong } from '@rochdale/membership';
import { actionStore } from '../action/action.store.js';
import type { ActionRecord } from '../action/action.store.js';
import { appealStore } from '../appeal/appeal.store.js';
import { isPassing, whyRefused } from '../action/failure.js';
import { ProposalActions } from '../action/proposal-actions.js';
import { governanceErrors } from '../governance.errors.js';
import { ActionExecuted, ActionFailed, ProposalExecuted } from '../governance.events.js';
import { lockProposal } from '../proposal/locked-proposal.js';
import { electedIn } from '../electing/elected.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { proposalStore } from '../proposal/proposal.store.js';
import { expire, isExpired } from './expiry.js';

/** What became of it; held is what waits until an appeal is decided. */
export type ExecutionResult = 'executed' | 'failed' | 'expired' | 'not-due' | 'held' | 'not-queued';

/** Carries an action's error out of the transaction, with the action that it came from. */
class ActionFailure extends Error {
  constructor(
    readonly action: ActionRecord,
    readonly reason: unknown,
  ) {
    super(`action ${action.kind} failed`, { cause: reason });
  }
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

  /**
   * What keeps an action from being done is put on record, ACTION_PERSON_ERASED for one.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, and errors that pass: the job tries again
   */
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
    const { state } = proposal;
    // What waits for its first attempt, or for one that was asked for in time, gets it, however
    // late the worker is: only what failed, and nobody had tried again, lapses.
    if (state === 'execution-failed' && isExpired(proposal, tx.now)) return expire(tx, proposal);
    if (state !== 'queued') return 'not-queued';
    if (proposal.executeAt === null || proposal.executeAt > tx.now) return 'not-due';
    if (proposal.isHearing && (await appealStore.holds(tx, proposalId))) return 'held';
    const locked = await actionStore.lockOf(tx, proposalId);
    const pending = locked.filter((action) => action.state === 'pending');
    for (const action of pending) await this.#runOne(tx, action, proposal);
    // What was done after it may have taken the buffer away again.
    for (const action of pending) {
      await inNameOf(action, () => this.actions.requireBuffer(tx, [action], proposal.rule ?? {}));
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
    const { id: proposalId, ruleHash } = proposal;
    const elected = await electedIn(tx, proposal);
    const decided = { id: proposalId, actionId: id, subject, ruleHash: ruleHash ?? '', elected };
    await inNameOf(action, async () => {
      await requirePerson(tx, action);
      await this.actions.requireBuffer(tx, [action], proposal.rule ?? {});
      await this.actions.run(tx, { kind, payload }, decided);
    });
    await actionStore.markExecuted(tx, id);
    tx.announce(ActionExecuted.of(proposal.id, { proposalId: proposal.id, actionId: id, kind }));
  }
}

/** What fails of an action is a failure of it; what passes goes on to the job as it is. */
async function inNameOf(action: ActionRecord, body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    if (isPassing(error)) throw error;
    throw new ActionFailure(action, error);
  }
}

/** What was decided about somebody who is erased says nothing any more. */
async function requirePerson(tx: Tx, { aboutMemberId, kind }: ActionRecord): Promise<void> {
  if (aboutMemberId === null) return;
  if (!(await erasedAmong(tx, [aboutMemberId])).has(aboutMemberId)) return;
  throw governanceErrors.error('ACTION_PERSON_ERASED', 'Whom this was about was erased.', {
    data: { kind },
  });
}

function subjectOf({ subjectKind, subjectId }: ProposalRecord): {
  subjectKind: string | null;
  subjectId: string | null;
} {
  return { subjectKind, subjectId };
}

async function recordFailure(tx: Tx, proposalId: string, failure: ActionFailure): Promise<void> {
  const proposal = await lockProposal(tx, proposalId);
  if (proposal.state !== 'queued') return;
  const { action, reason } = failure;
  const { code, message } = whyRefused(reason);
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
