import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { newId, permit, UnitOfWork } from '@rochdale/platform';
import { Votes } from '@rochdale/voting';
import { authorStore } from '../authors/author.store.js';
import { governanceErrors } from '../governance.errors.js';
import { requireVersion } from '../proposal/proposer.js';
import { versionStore } from '../editing/version.store.js';
import { votingStates } from '../proposal/lifecycle.js';
import { lockShownProposal } from '../proposal/locked-proposal.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { checkText } from '../proposal/proposal-terms.js';
import { requireAmendable, ruleOf } from './amendable.js';
import { mostWaiting, noteOf } from './amendment.js';
import { AmendmentProposed } from './amendment.events.js';
import { amendmentStore } from './amendment.store.js';

export interface ProposeAmendmentInput {
  readonly proposalId: string;
  /** The version that it would change. */
  readonly version: number;
  readonly title?: string | null;
  readonly body: string;
  /** Why. */
  readonly note?: string | null;
}

/** A member who may vote on it proposes that it says something else. */
@Injectable()
export class ProposeAmendment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly votes: Votes,
  ) {}

  /**
   * @throws CodedError PROPOSAL_NOT_FOUND, PROPOSAL_STATUS_CONFLICT, PROPOSAL_VERSION_STALE,
   *   PROPOSAL_TEXT_INVALID, AMENDMENT_NOT_TAKEN, AMENDMENT_NOTE_INVALID,
   *   AMENDMENT_SAYS_THE_SAME, AMENDMENT_LIMIT_REACHED, NOT_IN_ELECTORATE
   */
  async execute(
    actor: Actor,
    input: ProposeAmendmentInput,
  ): Promise<{ readonly amendmentId: string }> {
    permit(actor, 'amendment.propose');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member proposes amendments');
    const note = noteOf(input.note);
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockShownProposal(tx, input.proposalId);
      requireAmendable(proposal, await ruleOf(tx, proposal), tx.now);
      await requireOther(tx, proposal, memberId);
      requireVersion(proposal, input.version);
      const { id: proposalId, version: onVersion } = proposal;
      if (votingStates.includes(proposal.state)) {
        await this.votes.requirePlace(tx, proposalId, memberId);
      }
      const stands = await versionStore.textOf(tx, proposalId);
      const said = { title: (input.title ?? stands.title).trim(), body: input.body };
      checkText(said);
      if (said.title === stands.title && said.body === stands.body) {
        const message = 'This is what it says already.';
        throw governanceErrors.error('AMENDMENT_SAYS_THE_SAME', message, { path: ['body'] });
      }
      await requireRoom(tx, proposalId, memberId);
      const id = newId();
      const by = { proposalId, proposedByMemberId: memberId };
      await amendmentStore.insert(tx, { id, ...by, onVersion, ...said, note });
      tx.announce(AmendmentProposed.of(proposalId, { proposalId, amendmentId: id, memberId }));
      return { amendmentId: id };
    });
  }
}

/**
 * Others may not even read the draft that its authors would amend. And whoever could propose an
 * amendment and accept it, alone or with who wrote it beside them, would void every objection in an
 * open vote as often as they like.
 */
async function requireOther(
  tx: Tx,
  { id, state, proposerMemberId }: ProposalRecord,
  memberId: string,
): Promise<void> {
  if (proposerMemberId !== memberId && !(await authorStore.isOne(tx, id))) return;
  const message =
    state === 'draft' ? 'It is your draft: edit it.' : 'It is yours: somebody else amends it.';
  throw governanceErrors.error('AMENDMENT_NOT_TAKEN', message, { path: ['proposalId'] });
}

async function requireRoom(tx: Tx, proposalId: string, memberId: string): Promise<void> {
  const { all, own } = await amendmentStore.waiting(tx, proposalId, memberId);
  if (all < mostWaiting.ofProposal && own < mostWaiting.ofMember) return;
  const message = 'So many amendments wait already: take one back, or wait for its authors.';
  throw governanceErrors.error('AMENDMENT_LIMIT_REACHED', message, { path: ['proposalId'] });
}
