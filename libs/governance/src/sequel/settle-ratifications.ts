import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { actionStore } from '../action/action.store.js';
import type { ActionRecord } from '../action/action.store.js';
import { isPassing } from '../action/failure.js';
import { ProposalActions } from '../action/proposal-actions.js';
import { ProposalExpired, RatificationDecided } from '../governance.events.js';
import { endUndecided, unlessOver } from '../proposal/ending.js';
import { undecidedStates } from '../proposal/lifecycle.js';
import { lockProposal } from '../proposal/locked-proposal.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { proposalStore } from '../proposal/proposal.store.js';
import { ratificationStore } from './ratification.store.js';
import type { RatificationRecord, TakenBack } from './ratification.store.js';

/** Carries what could not be taken back out of the transaction that took back the others. */
class StandsAsDone extends Error {
  constructor(
    readonly actionId: string,
    reason: unknown,
  ) {
    super('an action could not be taken back', { cause: reason });
  }
}

/**
 * Ends what waits for the members after an emergency: what they ratified stands. What they did not,
 * by their vote or within the term, is not carried out any more, and what was carried out is taken
 * back, as far as its kind can be; what stands all the same is told by name.
 */
@Injectable()
export class SettleRatifications {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly actions: ProposalActions,
  ) {}

  /**
   * Returns how many were due.
   *
   * @throws AggregateError of what kept some of them, PROPOSAL_NOT_FOUND among it; the others were
   *   settled
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'proposal.execute');
    const due = await this.unitOfWork.read(actor, (tx) => ratificationStore.due(tx));
    const failures: unknown[] = [];
    for (const proposalId of due) {
      await this.#settle(actor, proposalId).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'some ratifications are stuck');
    return due.length;
  }

  async #settle(
    actor: Actor,
    proposalId: string,
    standing: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    try {
      await this.unitOfWork.run(actor, (tx) => this.#settleOne(tx, proposalId, standing));
    } catch (error) {
      if (!(error instanceof StandsAsDone)) throw error;
      await this.#settle(actor, proposalId, new Set([...standing, error.actionId]));
    }
  }

  async #settleOne(tx: Tx, proposalId: string, standing: ReadonlySet<string>): Promise<void> {
    const proposal = await lockProposal(tx, proposalId);
    const pending = await ratificationStore.lockPending(tx, proposalId);
    const verdict = pending === null ? null : await verdictOf(tx, pending);
    if (pending === null || verdict === null) return;
    const isRefused = verdict === 'refused';
    const taken = isRefused ? await this.#takeBack(tx, proposal, standing) : none;
    await ratificationStore.settle(tx, proposalId, verdict, taken);
    const { undone, stands } = taken;
    const told = { proposalId, ratificationId: pending.voteId, isRatified: !isRefused };
    tx.announce(RatificationDecided.of(proposalId, { ...told, undone, stands }));
  }

  async #takeBack(
    tx: Tx,
    proposal: ProposalRecord,
    standing: ReadonlySet<string>,
  ): Promise<TakenBack> {
    const { id, state, subjectKind, subjectId } = proposal;
    if (state === 'queued' || state === 'execution-failed') {
      await proposalStore.end(tx, id, state, 'expired', 'not ratified');
      tx.announce(ProposalExpired.of(id, { proposalId: id, subjectKind, subjectId }));
      return none;
    }
    const undone: string[] = [];
    const stands: string[] = [];
    const done = (await actionStore.lockOf(tx, id)).filter((one) => one.state === 'executed');
    for (const action of done.toReversed()) {
      const isUndone = !standing.has(action.id) && (await this.#undo(tx, action, proposal));
      (isUndone ? undone : stands).push(action.kind);
    }
    return { undone, stands };
  }

  /** What Postgres refused ends the transaction: the others are taken back in a fresh one. */
  async #undo(tx: Tx, action: ActionRecord, { id, ruleHash }: ProposalRecord): Promise<boolean> {
    const decided = { id, actionId: action.id, subject: null, ruleHash: ruleHash ?? '', elected };
    try {
      return await this.actions.revoke(tx, action, decided);
    } catch (error) {
      if (isPassing(error)) throw error;
      throw new StandsAsDone(action.id, error);
    }
  }
}

const none: TakenBack = { undone: [], stands: [] };
const elected = { memberIds: [], termMonths: 0, until: null };

/** What the members said; null while they may still say it. */
async function verdictOf(
  tx: Tx,
  { voteId, ratifyBy }: RatificationRecord,
): Promise<'ratified' | 'refused' | null> {
  if (voteId === null) return 'refused';
  const vote = await lockProposal(tx, voteId);
  if (vote.state === 'passed') return 'ratified';
  if (!undecidedStates.includes(vote.state)) return 'refused';
  if (ratifyBy > tx.now) return null;
  // Where its time is over, whoever closes it says what it came to.
  const going = await unlessOver(tx, vote);
  if (going === null) return null;
  await endUndecided(tx, going, 'rule', 'It was not decided in its term.', 'RATIFICATION_OVERDUE');
  return 'refused';
}
