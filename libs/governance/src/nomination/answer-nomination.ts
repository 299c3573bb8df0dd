import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { NominationAnswered } from '../governance.events.js';
import { lockShownProposal } from '../proposal/locked-proposal.js';
import { mostCandidates, statementOf } from './nomination.js';
import { nominationStore } from './nomination.store.js';
import { requireNominating } from './require-nominating.js';

export interface AnswerNominationInput {
  readonly proposalId: string;
  /** Whether they stand; who said so may take it back until nominations close. */
  readonly accepts: boolean;
  /** To those who vote; none where it is left out, and of who declines. */
  readonly statement?: string | null;
}

/** Who is nominated accepts, with a statement, or declines; the last that they said holds. */
@Injectable()
export class AnswerNomination {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError PROPOSAL_NOT_FOUND, NOMINATIONS_CLOSED, NOMINATION_NOT_FOUND,
   *   STATEMENT_INVALID, CANDIDATES_TOO_MANY
   */
  async execute(actor: Actor, input: AnswerNominationInput): Promise<{ proposalId: string }> {
    permit(actor, 'nomination.answer');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member answers');
    const statement = input.accepts ? statementOf(input.statement ?? null) : null;
    return this.unitOfWork.run(actor, async (tx) => {
      const { id: proposalId, ...proposal } = await lockShownProposal(tx, input.proposalId);
      await requireNominating(tx, { ...proposal, id: proposalId });
      const candidacy = await nominationStore.find(tx, proposalId, memberId);
      if (candidacy === null) {
        throw governanceErrors.error('NOMINATION_NOT_FOUND', 'Nobody nominated you in this.', {
          path: ['proposalId'],
        });
      }
      const state = input.accepts ? 'accepted' : 'declined';
      const { state: before } = candidacy;
      await nominationStore.answer(tx, proposalId, memberId, { state, statement, before });
      if (state === before) return { proposalId };
      if (state === 'accepted') await requireRoom(tx, proposalId);
      await tellNominators(tx, proposalId, memberId, input.accepts);
      return { proposalId };
    });
  }
}

async function requireRoom(tx: Tx, proposalId: string): Promise<void> {
  if ((await nominationStore.accepted(tx, proposalId)).length <= mostCandidates) return;
  const message = `A vote is between ${mostCandidates} candidates at most.`;
  throw governanceErrors.error('CANDIDATES_TOO_MANY', message, { path: ['proposalId'] });
}

async function tellNominators(
  tx: Tx,
  proposalId: string,
  answeredBy: string,
  isAccepted: boolean,
): Promise<void> {
  for (const memberId of await nominationStore.nominators(tx, proposalId, answeredBy)) {
    tx.announce(NominationAnswered.of(proposalId, { proposalId, memberId, isAccepted }));
  }
}
