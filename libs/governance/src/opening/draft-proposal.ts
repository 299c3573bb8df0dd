import { Injectable } from '@nestjs/common';
import { MemberDirectory, membershipErrors } from '@rochdale/membership';
import type { Standing } from '@rochdale/membership';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { ProposalTerms } from './proposal-drafting.js';
import { ProposalDrafting } from './proposal-drafting.js';
import type { ProposalProgress } from './proposal-opening.js';

export type DraftProposalInput = Omit<ProposalTerms, 'subject' | 'proposerMemberId'>;

/** Of these standings are those whom a list of members has. */
const listed: readonly Standing[] = ['active', 'paused', 'in-arrears'];

/** A member writes a proposal. Only they see it until it opens or needs a seconder. */
@Injectable()
export class DraftProposal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly drafting: ProposalDrafting,
    private readonly directory: MemberDirectory,
  ) {}

  /** @throws CodedError MEMBER_UNKNOWN, and what `ProposalDrafting.write` refuses */
  async execute(actor: Actor, input: DraftProposalInput): Promise<ProposalProgress> {
    permit(actor, 'proposal.draft');
    return this.unitOfWork.run(actor, async (tx) => {
      await this.#requireSeen(tx, input.candidates ?? []);
      const proposalId = await this.drafting.write(tx, input, 'member');
      return { proposalId, state: 'draft', closesAt: null };
    });
  }

  /**
   * Puts up only who is on the list of members, and whom the proposer may see: of anybody else they
   * are not told whether there is such a member. Who is suspended would be known by it.
   */
  async #requireSeen(tx: Tx, memberIds: readonly string[]): Promise<void> {
    if (memberIds.length === 0) return;
    const shown = await this.directory.findable(tx, memberIds);
    const found = await this.directory.findMany(tx, memberIds);
    const place = memberIds.findIndex(
      (id) =>
        !listed.includes(found.get(id)?.standing ?? 'left') ||
        (id !== tx.actor.memberId && (shown.get(id)?.displayName ?? null) === null),
    );
    if (place === -1) return;
    throw membershipErrors.error('MEMBER_UNKNOWN', 'There is no such member.', {
      path: ['candidates', String(place)],
    });
  }
}
