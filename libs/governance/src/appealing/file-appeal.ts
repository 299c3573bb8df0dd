import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { CodedError, permit, UnitOfWork } from '@rochdale/platform';
import { isSeen } from '../discussion/comment.js';
import { governanceErrors } from '../governance.errors.js';
import { PolicyOfAppeal } from '../appeal/policy-of-appeal.js';
import { lockAppealable } from '../appeal/register-appeal.js';
import { ProposalDrafting } from '../opening/proposal-drafting.js';
import { ProposalOpening } from '../opening/proposal-opening.js';
import { lockProposal } from '../proposal/locked-proposal.js';
import { checkText } from '../proposal/proposal-terms.js';
import { appealWords } from './appeal-words.js';
import { UpholdAppealAction } from './uphold.action.js';

/**
 * Who is to be expelled has the members asked once more, however they stand: they say why, and it
 * goes to the vote at once. Until that is decided they are not expelled.
 */
@Injectable()
export class FileAppeal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly drafting: ProposalDrafting,
    private readonly opening: ProposalOpening,
    private readonly policy: PolicyOfAppeal,
  ) {}

  /**
   * @param input the vote to expel them, and why that is not to be
   * @throws CodedError EXPULSION_UNKNOWN, APPEAL_TOO_EARLY, APPEAL_TERM_OVER, APPEAL_FILED_ALREADY,
   *   PROPOSAL_NOT_FOUND, PROPOSAL_TEXT_INVALID, POLICY_NOT_FOUND, and what `ProposalOpening.open`
   *   refuses
   */
  async execute(
    actor: Actor,
    input: { readonly proposalId: string; readonly grounds: string },
  ): Promise<{ readonly proposalId: string }> {
    permit(actor, 'appeal.file');
    return this.unitOfWork.run(actor, async (tx) => {
      await this.#file(tx, input.proposalId, input.grounds);
      return { proposalId: input.proposalId };
    });
  }

  async #file(tx: Tx, expulsionId: string, grounds: string): Promise<void> {
    // There is but one appeal: it is not used up by a slip.
    if (!isSeen(grounds)) {
      const message = 'Say why it is not to be.';
      throw governanceErrors.error('PROPOSAL_TEXT_INVALID', message, { path: ['grounds'] });
    }
    const { policyKey } = await lockAppealable(tx, expulsionId, ['proposalId']);
    const words = await appealWords(tx, { expulsion: expulsionId, grounds });
    requireReadable(words);
    const id = await this.drafting.write(
      tx,
      {
        ...words,
        policyKey: await this.policy.against(tx, policyKey),
        visibility: 'members',
        actions: [UpholdAppealAction.of({ expulsionId })],
      },
      'member',
    );
    await this.opening.open(tx, await lockProposal(tx, id));
  }
}

/** What cannot be said in them is refused as what the caller gave, not as what is made of it. */
function requireReadable(words: { readonly title: string; readonly body: string }): void {
  try {
    checkText(words);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const { code, kind, message, details } = error;
    throw new CodedError(code, kind, message, { ...details, path: ['grounds'], cause: error });
  }
}
