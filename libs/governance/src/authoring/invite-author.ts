import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { authorStore } from '../authors/author.store.js';
import { governanceErrors } from '../governance.errors.js';
import { lockOwnProposal } from '../proposal/locked-proposal.js';
import { requireListed } from '../put-up/require-listed.js';
import { AuthorInvited } from './author.events.js';
import { mostAuthors, requireShared } from './shared-draft.js';

export interface AuthorInput {
  readonly proposalId: string;
  readonly memberId: string;
}

/** Who proposes asks another member to write the draft with them. */
@Injectable()
export class InviteAuthor {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly directory: MemberDirectory,
  ) {}

  /**
   * They are told by letter, read the draft from now on, and are named once they say that they do.
   * To ask twice is to ask once.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PROPOSAL_NOT_YOURS, PROPOSAL_STATUS_CONFLICT,
   *   AUTHORS_NOT_TAKEN, AUTHOR_LIMIT_REACHED, MEMBER_UNKNOWN
   */
  async execute(
    actor: Actor,
    { proposalId, memberId }: AuthorInput,
  ): Promise<{ readonly proposalId: string }> {
    permit(actor, 'proposal.edit');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockOwnProposal(tx, proposalId);
      requireShared(proposal);
      await requireListed(tx, this.directory, [memberId], () => ['memberId']);
      const isAuthor = memberId === proposal.proposerMemberId;
      if (isAuthor || (await authorStore.find(tx, proposalId, memberId)) !== null) {
        return { proposalId };
      }
      if ((await authorStore.count(tx, proposalId)) >= mostAuthors) {
        const message = `At most ${mostAuthors} are asked to write one draft.`;
        throw governanceErrors.error('AUTHOR_LIMIT_REACHED', message, { path: ['memberId'] });
      }
      await authorStore.invite(tx, proposalId, memberId, proposal.version);
      tx.announce(AuthorInvited.of(proposalId, { proposalId, memberId }));
      return { proposalId };
    });
  }
}
