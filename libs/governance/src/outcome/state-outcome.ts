import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { may, permit, readsOtherwise, UnitOfWork } from '@rochdale/platform';
import { isSeen } from '../discussion/comment.js';
import { governanceErrors } from '../governance.errors.js';
import { lockShownProposal, requireAuthor } from '../proposal/locked-proposal.js';
import { OutcomeStated } from './outcome.events.js';
import { outcomeStore } from './outcome.store.js';

const mostSigns = 10_000;
const mostVersions = 50;

export interface StateOutcomeInput {
  readonly proposalId: string;
  /** The version that whoever writes has read; 0 where there was none. */
  readonly version: number;
  /** Markdown. */
  readonly body: string;
}

/** Who wrote what was decided, or a secretary, tells the others what follows from it. */
@Injectable()
export class StateOutcome {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * What was told before is kept beside it. Of a hearing nothing is told: what is said of a person
   * lies sealed.
   *
   * @throws CodedError OUTCOME_INVALID, PROPOSAL_NOT_FOUND, PROPOSAL_NOT_YOURS, OUTCOME_NOT_TAKEN,
   *   OUTCOME_VERSION_STALE
   */
  async execute(
    actor: Actor,
    input: StateOutcomeInput,
  ): Promise<{ readonly proposalId: string; readonly version: number }> {
    permit(actor, 'outcome.write');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member tells what follows');
    const body = bodyOf(input.body);
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockShownProposal(tx, input.proposalId);
      if (!may(actor, 'outcome.write-any').allowed) await requireAuthor(tx, proposal);
      const { id: proposalId, isHearing } = proposal;
      const { isDecided, version: before } = await outcomeStore.told(tx, proposalId);
      const path = ['proposalId'];
      if (!isDecided || isHearing) {
        const message = 'What follows is told of what was decided, and of no hearing.';
        throw governanceErrors.error('OUTCOME_NOT_TAKEN', message, { path });
      }
      if (before !== input.version || before === mostVersions) {
        const message = 'It was told anew since you read it, or too often.';
        const data = { version: before };
        throw governanceErrors.error('OUTCOME_VERSION_STALE', message, { path: ['version'], data });
      }
      const version = before + 1;
      await outcomeStore.insert(tx, { proposalId, version, body, by: memberId });
      tx.announce(OutcomeStated.of(proposalId, { proposalId, version }));
      return { proposalId, version };
    });
  }
}

function bodyOf(given: string): string {
  const body = given.trim();
  if (isSeen(body) && body.length <= mostSigns && !readsOtherwise(body)) return body;
  const message = `What follows is told in 1 to ${mostSigns} characters.`;
  throw governanceErrors.error('OUTCOME_INVALID', message, { path: ['body'] });
}
