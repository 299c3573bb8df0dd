import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { MemberNominated } from '../governance.events.js';
import { lockShownProposal } from '../proposal/locked-proposal.js';
import { requireListed } from '../put-up/require-listed.js';
import { mostNominations } from './nomination.js';
import { nominationStore } from './nomination.store.js';
import { requireNominating } from './require-nominating.js';

export interface NominateMemberInput {
  readonly proposalId: string;
  /** Oneself, or another whom one may see. */
  readonly memberId: string;
}

/** A member nominates another, who is told and answers, or themselves, which is an answer. */
@Injectable()
export class NominateMember {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly directory: MemberDirectory,
  ) {}

  /**
   * Doing it twice is doing it once. Whether somebody else nominated them, or they declined, is not
   * told.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, NOMINATIONS_CLOSED, MEMBER_UNKNOWN,
   *   NOMINATIONS_TOO_MANY
   */
  async execute(actor: Actor, input: NominateMemberInput): Promise<{ proposalId: string }> {
    permit(actor, 'nomination.make');
    const { memberId: nominatedBy } = actor;
    if (nominatedBy === null) throw new Error('a member nominates');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockShownProposal(tx, input.proposalId);
      await requireNominating(tx, proposal);
      await requireListed(tx, this.directory, [input.memberId], () => ['memberId']);
      await nominate(tx, proposal.id, input.memberId, nominatedBy);
      return { proposalId: proposal.id };
    });
  }
}

async function nominate(
  tx: Tx,
  proposalId: string,
  memberId: string,
  nominatedBy: string,
): Promise<void> {
  const made = await nominationStore.nominate(tx, proposalId, memberId, nominatedBy);
  if (!made.isNew) return;
  if ((await nominationStore.countBy(tx, proposalId, nominatedBy)) > mostNominations) {
    const message = `A member nominates at most ${mostNominations} in one election.`;
    throw governanceErrors.error('NOMINATIONS_TOO_MANY', message, { path: ['memberId'] });
  }
  if (made.wasAsked || memberId === nominatedBy) return;
  tx.announce(MemberNominated.of(proposalId, { proposalId, memberId }));
}
