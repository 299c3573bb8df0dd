import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { leastOf, Votes } from '@rochdale/voting';
import { governanceErrors } from '../governance.errors.js';
import type { ProposalProgress } from '../opening/proposal-opening.js';
import { ProposalOpening } from '../opening/proposal-opening.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { policyStore } from '../policy/policy.store.js';
import { lockProposal } from '../proposal/locked-proposal.js';
import type { AssemblyVoteEntity } from './assembly-vote.entity.js';
import { assemblyStore } from './assembly.store.js';
import { assemblyGoingOn } from './held-assembly.js';

export interface OpenInAssemblyInput {
  readonly assemblyId: string;
  readonly proposalId: string;
}

/** Who chairs an assembly puts a proposal to the vote, among those who are present. */
@Injectable()
export class OpenInAssembly {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly opening: ProposalOpening,
    private readonly votes: Votes,
  ) {}

  /**
   * Doing it twice is doing it once. Nobody comes or goes meanwhile: who is present then may vote.
   *
   * @throws CodedError ASSEMBLY_NOT_FOUND, ASSEMBLY_OVER, PROPOSAL_NOT_FOUND, ASSEMBLY_NOT_USED
   *   where its policy has it decided otherwise, ASSEMBLY_NOTICE_RUNS, PROPOSAL_STATUS_CONFLICT,
   *   ASSEMBLY_TOO_FEW where fewer are present than its policy asks for, or one ballot of theirs
   *   would do, and what
   *   `ProposalOpening.open` refuses
   */
  async execute(actor: Actor, input: OpenInAssemblyInput): Promise<ProposalProgress> {
    permit(actor, 'assembly.chair');
    const { assemblyId, proposalId } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      await assemblyGoingOn(tx, assemblyId, 'locked');
      const proposal = await lockProposal(tx, proposalId);
      const { state, closesAt, noticeUntil } = proposal;
      if ((await assemblyStore.ofVote(tx, proposalId)) === assemblyId) {
        return { proposalId, state, closesAt };
      }
      if (state !== 'notice') throw refusal('PROPOSAL_STATUS_CONFLICT', 'It is not announced.');
      const policy = await policyStore.byId(tx, proposal.policyId);
      // What is out of force is followed first, by the sweep, and may have another share.
      if (policy?.rule.assembly === undefined || policy.retiredAt !== null) {
        throw refusal('ASSEMBLY_NOT_USED', 'By its policy no assembly decides it.');
      }
      if (noticeUntil !== null && noticeUntil > tx.now) {
        throw refusal('ASSEMBLY_NOTICE_RUNS', 'Members were told that it is not decided yet.');
      }
      const present = await assemblyStore.present(tx, assemblyId);
      const counted = await this.#requireEnough(tx, policy.rule, present);
      const opened = await this.opening.open(tx, proposal, present);
      await assemblyStore.insertVote(tx, { proposalId, assemblyId, ...counted });
      return opened;
    });
  }

  /**
   * Both as told and exactly: who is there and may not vote makes no quorum. Kept, and told to
   * others, is what they are told anyway; a refusal says no number, as that would say who pauses.
   */
  async #requireEnough(
    tx: Tx,
    rule: DecisionRule,
    who: ReadonlySet<string>,
  ): Promise<Pick<AssemblyVoteEntity, 'present' | 'ofAll' | 'exactlyOfAll'>> {
    const { told, exact } = await this.votes.presence(tx, rule, who);
    const needed = rule.assembly?.presentShare ?? '1/1';
    // Where one ballot would make the quorum of those present, whoever chairs could decide alone.
    const quorum = rule.quorum?.share ?? '1/1';
    const isEnough = [told, exact].every(
      ({ present, ofAll }) =>
        present > 0 && present >= leastOf(needed, ofAll) && leastOf(quorum, present) > 1,
    );
    if (isEnough) return { ...told, exactlyOfAll: exact.ofAll };
    throw refusal('ASSEMBLY_TOO_FEW', 'Fewer who may vote are present than its policy asks for.');
  }
}

type Refusal =
  'ASSEMBLY_NOT_USED' | 'ASSEMBLY_NOTICE_RUNS' | 'ASSEMBLY_TOO_FEW' | 'PROPOSAL_STATUS_CONFLICT';

const refusal = (code: Refusal, message: string): Error =>
  governanceErrors.error(code, message, { path: ['proposalId'] });
