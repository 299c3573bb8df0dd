import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { dayOf, hoursLater, permit, UnitOfWork } from '@rochdale/platform';
import { CloseDueProposal, Votes } from '@rochdale/voting';
import { versionStore } from '../editing/version.store.js';
import { governanceErrors } from '../governance.errors.js';
import { OpenAfterNotice } from '../governance.jobs.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { votingStates } from '../proposal/lifecycle.js';
import { lockWrittenProposal } from '../proposal/locked-proposal.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { secondStore } from '../proposal/second.store.js';
import { tellCandidates } from '../put-up/tell-candidates.js';
import { lockWaiting } from './amendable.js';
import { closingAfter, mostInVote } from './amendment.js';
import { BallotVoided, ProposalAmended } from './amendment.events.js';
import { amendmentStore } from './amendment.store.js';

/** Until when it is announced, or open, once its text is another. */
interface Until {
  readonly noticeUntil: Date | null;
  readonly closesAt: Date | null;
}

/** Its authors make an amendment the text that is voted on. */
@Injectable()
export class AcceptAmendment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly votes: Votes,
  ) {}

  /**
   * In an open vote ballots on the text of before are void, their owners are told, and there is
   * time to read the new one; a notice begins anew.
   *
   * @throws CodedError AMENDMENT_NOT_FOUND, AMENDMENT_ENDED, AMENDMENT_VERSION_STALE,
   *   AMENDMENT_TOO_LATE, AMENDMENT_NOT_TAKEN, AMENDMENT_LIMIT_REACHED, PROPOSAL_NOT_FOUND,
   *   PROPOSAL_NOT_YOURS, PROPOSAL_STATUS_CONFLICT
   */
  async execute(
    actor: Actor,
    input: { readonly amendmentId: string },
  ): Promise<{ readonly proposalId: string; readonly amendmentId: string }> {
    permit(actor, 'amendment.decide');
    return this.unitOfWork.run(actor, async (tx) => {
      const { amendment, proposal, rule } = await lockWaiting(tx, input.amendmentId);
      const { id: proposalId, version, state } = proposal;
      await lockWrittenProposal(tx, proposalId);
      if (amendment.onVersion !== version) {
        const message = 'It changes an earlier text. Whoever proposed it proposes it anew.';
        throw governanceErrors.error('AMENDMENT_VERSION_STALE', message, { path: ['id'] });
      }
      await requireFew(tx, proposal);
      const until = await untilAfter(tx, proposal, rule);
      await amendmentStore.end(tx, amendment.id, 'accepted', version + 1);
      await versionStore.keepFirst(tx, proposalId);
      await versionStore.amend(tx, proposal, { ...amendment, ...until });
      const followsShown = state !== 'draft' || rule.secondersNeeded > 0;
      const by = amendment.proposedByMemberId;
      await versionStore.keep(tx, proposalId, { by, at: tx.now, followsShown });
      // Who seconded that it is voted on did so; of a draft they are asked anew.
      if (state !== 'draft') await secondStore.carry(tx, proposalId, version + 1);
      await this.#tell(tx, proposal, until);
      return { proposalId, amendmentId: amendment.id };
    });
  }

  async #tell(
    tx: Tx,
    { id: proposalId, state, version }: ProposalRecord,
    { noticeUntil, closesAt }: Until,
  ): Promise<void> {
    const payload = { cooperativeId: tx.cooperativeId, proposalId };
    if (state === 'notice' && noticeUntil !== null) {
      tx.enqueue(OpenAfterNotice, payload, { key: `${proposalId}:${version}`, runAt: noticeUntil });
      await tellCandidates(tx, proposalId, noticeUntil, true);
    }
    const until = closesAt?.toISOString() ?? null;
    const told = { proposalId, version: version + 1, closesAt: until };
    tx.announce(ProposalAmended.of(proposalId, told));
    if (!votingStates.includes(state) || closesAt === null) return;
    tx.enqueue(CloseDueProposal, payload, { key: `${proposalId}:${until}`, runAt: closesAt });
    const closesOn = dayOf(closesAt, await tx.timeZone());
    for (const memberId of await this.votes.voidBallots(tx, proposalId)) {
      tx.announce(BallotVoided.of(proposalId, { proposalId, memberId, closesOn }));
    }
  }
}

/** Each time whoever voted has to come again: objections are not worn down so. */
async function requireFew(tx: Tx, { id, openedAt }: ProposalRecord): Promise<void> {
  if (openedAt === null) return;
  if ((await amendmentStore.accepted(tx, id, openedAt)) < mostInVote) return;
  const message = 'The text changed so often since voting opened: put what it is to say anew.';
  throw governanceErrors.error('AMENDMENT_LIMIT_REACHED', message, { path: ['id'] });
}

async function untilAfter(tx: Tx, proposal: ProposalRecord, rule: DecisionRule): Promise<Until> {
  const { state, noticeUntil, openedAt, closesAt, windowHours } = proposal;
  const timeZone = await tx.timeZone();
  if (state === 'notice') {
    return { noticeUntil: hoursLater(tx.now, rule.noticeHours, timeZone), closesAt };
  }
  if (openedAt === null || closesAt === null) return { noticeUntil, closesAt };
  const window = { openedAt, closesAt, windowHours };
  return { noticeUntil, closesAt: closingAfter(rule, window, tx.now, timeZone) };
}
