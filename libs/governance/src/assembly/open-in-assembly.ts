import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { may, permit, UnitOfWork } from '@rochdale/platform';
import { leastOf, Votes } from '@rochdale/voting';
import { governanceErrors } from '../governance.errors.js';
import type { ProposalProgress } from '../opening/proposal-opening.js';
import { ProposalOpening } from '../opening/proposal-opening.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { policyStore } from '../policy/policy.store.js';
import { lockProposal } from '../proposal/locked-proposal.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { AssemblyTooFew } from './assembly.events.js';
import { assemblyStore } from './assembly.store.js';
import { assemblyGoingOn, requireNotJustTried, requireOthersWord } from './held-assembly.js';

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
   *   ASSEMBLY_NEEDS_ANOTHER where some are there by nobody's word but that of who opens it,
   *   ASSEMBLY_TOO_FEW where fewer are present than its policy asks for, or one ballot of theirs
   *   would do, and what `ProposalOpening.open` refuses
   */
  async execute(actor: Actor, input: OpenInAssemblyInput): Promise<ProposalProgress> {
    permit(actor, 'assembly.chair');
    const openedBy = actor.memberId;
    if (openedBy === null) throw new Error('an officer is a member');
    const opened = await this.unitOfWork.run(actor, async (tx) => {
      await assemblyGoingOn(tx, input.assemblyId, 'locked');
      const proposal = await lockProposal(tx, input.proposalId);
      const { state, closesAt } = proposal;
      if ((await assemblyStore.ofVote(tx, proposal.id)) === input.assemblyId) {
        return { proposalId: proposal.id, state, closesAt };
      }
      const rule = await openableRule(tx, proposal);
      requireOthersWord(await assemblyStore.words(tx, input.assemblyId), openedBy);
      return this.#open(tx, proposal, { rule, openedBy, assemblyId: input.assemblyId });
    });
    if (opened === null) throw tooFew();
    return opened;
  }

  /**
   * Those who are there have to be enough both as told and exactly: who may not vote makes no
   * quorum. How many are told to be there everybody knows; where the exact number alone is too
   * small, a refusal would say who pauses to whoever tries with one after the other. So it is kept,
   * told to the members, and not tried again soon: null, once that is on record.
   */
  async #open(
    tx: Tx,
    proposal: ProposalRecord,
    by: { readonly rule: DecisionRule; readonly openedBy: string; readonly assemblyId: string },
  ): Promise<ProposalProgress | null> {
    const { rule, openedBy, assemblyId } = by;
    const proposalId = proposal.id;
    const there = await this.votes.present(tx, await assemblyStore.present(tx, assemblyId));
    const { told, exact } = this.votes.presence(rule, there);
    if (!isEnough(rule, told)) throw tooFew();
    const mayKnow = may(tx.actor, 'electorate.read').allowed;
    if (!mayKnow) requireNotJustTried(await assemblyStore.triedAt(tx), tx.now);
    if (!isEnough(rule, exact)) {
      if (mayKnow) throw tooFew();
      await assemblyStore.keepTry(tx, assemblyId);
      tx.announce(AssemblyTooFew.of(assemblyId, { assemblyId, proposalId }));
      return null;
    }
    const opened = await this.opening.open(tx, proposal, there);
    const counted = { ...told, exactlyOfAll: exact.ofAll };
    await assemblyStore.insertVote(tx, { proposalId, assemblyId, openedBy, ...counted });
    return opened;
  }
}

/** By which rule an assembly decides what is announced, and may be decided by now. */
async function openableRule(tx: Tx, proposal: ProposalRecord): Promise<DecisionRule> {
  const { state, noticeUntil, policyId } = proposal;
  if (state !== 'notice') throw refusal('PROPOSAL_STATUS_CONFLICT', 'It is not announced.');
  const policy = await policyStore.byId(tx, policyId);
  // What is out of force is followed first, by the sweep, and may have another share.
  if (policy?.rule.assembly === undefined || policy.retiredAt !== null) {
    throw refusal('ASSEMBLY_NOT_USED', 'By its policy no assembly decides it.');
  }
  if (noticeUntil !== null && noticeUntil > tx.now) {
    throw refusal('ASSEMBLY_NOTICE_RUNS', 'Members were told that it is not decided yet.');
  }
  return policy.rule;
}

/** Where one ballot would make the quorum of those present, whoever chairs could decide alone. */
function isEnough(
  { assembly, quorum }: DecisionRule,
  { present, ofAll }: { readonly present: number; readonly ofAll: number },
): boolean {
  const needed = leastOf(assembly?.presentShare ?? '1/1', ofAll);
  return present > 0 && present >= needed && leastOf(quorum?.share ?? '1/1', present) > 1;
}

const tooFew = (): Error =>
  refusal('ASSEMBLY_TOO_FEW', 'Fewer who may vote are present than its policy asks for.');

type Refusal =
  'ASSEMBLY_NOT_USED' | 'ASSEMBLY_NOTICE_RUNS' | 'ASSEMBLY_TOO_FEW' | 'PROPOSAL_STATUS_CONFLICT';

const refusal = (code: Refusal, message: string): Error =>
  governanceErrors.error(code, message, { path: ['proposalId'] });
