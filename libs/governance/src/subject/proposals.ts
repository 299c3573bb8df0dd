import { Injectable } from '@nestjs/common';
import type { Subject, Tx } from '@rochdale/platform';
import { endUndecided, unlessOver } from '../proposal/ending.js';
import type { ProposalTerms } from '../opening/proposal-drafting.js';
import { ProposalDrafting } from '../opening/proposal-drafting.js';
import type { ProposalProgress } from '../opening/proposal-opening.js';
import { ProposalOpening } from '../opening/proposal-opening.js';
import { PolicyFitness } from '../policy/policy-fitness.js';
import type { Misfit } from '../policy/policy-fitness.js';
import { undecidedStates } from '../proposal/lifecycle.js';
import { lockProposal } from '../proposal/locked-proposal.js';
import { proposalStore } from '../proposal/proposal.store.js';

/** Proposals for the other rooms: every method works in the caller's transaction. */
@Injectable()
export class Proposals {
  constructor(
    private readonly drafting: ProposalDrafting,
    private readonly opening: ProposalOpening,
    private readonly fitness: PolicyFitness,
  ) {}

  /**
   * Drafts a proposal and opens it, or announces it where its policy asks for notice. A subject has
   * at most one pending proposal.
   *
   * @throws CodedError what `ProposalDrafting.write` and `ProposalOpening.open` refuse
   */
  async openFor(tx: Tx, terms: ProposalTerms & { subject: Subject }): Promise<ProposalProgress> {
    const proposalId = await this.drafting.write(tx, terms, 'room');
    return this.opening.open(tx, await lockProposal(tx, proposalId));
  }

  /**
   * Why a policy cannot carry the votes on actions of that kind which a room opens by itself, null
   * when it can: asked when a room's own rules name a policy, long before there is something to
   * vote on. Nobody replaces it until the transaction ends.
   *
   * @param sizes whether it is asked who votes now, or, for whoever is not to know who pauses, who
   *   could if nobody paused or was in arrears
   * @throws CodedError ACTION_KIND_UNKNOWN
   */
  misfitOf(
    tx: Tx,
    policyKey: string,
    kind: string,
    sizes: 'exact' | 'told',
  ): Promise<Misfit | null> {
    return this.fitness.misfitOf(tx, policyKey, kind, sizes);
  }

  /**
   * Ends the pending vote on a subject before it is decided. False when there is none, and where
   * voting on it is over, though no worker has closed it yet.
   */
  async cancelFor(tx: Tx, subject: Subject, reason: string): Promise<boolean> {
    // What is decided is not even locked: whoever carries it out holds it, and waits for the
    // subject that the caller holds.
    const id = await proposalStore.undecidedOf(tx, subject.kind, subject.id);
    if (id === null) return false;
    const proposal = await unlessOver(tx, await lockProposal(tx, id));
    if (proposal === null || !undecidedStates.includes(proposal.state)) return false;
    await endUndecided(tx, proposal, 'subject', reason);
    return true;
  }
}
