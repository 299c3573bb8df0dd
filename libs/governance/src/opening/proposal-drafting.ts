import { Injectable } from '@nestjs/common';
import type { ProposalAction, Subject, Tx } from '@rochdale/platform';
import { isHearing, newId, readersOf, violates } from '@rochdale/platform';
import { actionStore } from '../action/action.store.js';
import { ProposalActions, requireOffice } from '../action/proposal-actions.js';
import { governanceErrors } from '../governance.errors.js';
import { ProposalDrafted } from '../governance.events.js';
import type { PolicyRecord } from '../policy/policy.store.js';
import { policyStore } from '../policy/policy.store.js';
import { checkText, windowHours } from '../proposal/proposal-terms.js';
import { candidateStore } from '../proposal/candidate.store.js';
import { broughtUnder, withCandidates } from '../proposal/proposal-options.js';
import type { NewProposal } from '../proposal/proposal.store.js';
import { filingStore } from '../topic/filing.store.js';
import { requireFiler, requireGroup } from '../topic/deciding-group.js';
import { filingOf } from '../topic/topic.js';
import type { Filing } from '../topic/topic.js';
import { proposalStore } from '../proposal/proposal.store.js';

export interface ProposalTerms extends Partial<Filing> {
  readonly title: string;
  readonly body: string;
  readonly policyKey: string;
  readonly actions: readonly ProposalAction[];
  readonly subject?: Subject;
  readonly proposerMemberId?: string | null;
  /**
   * Whether strangers may read it once it is decided, if `readersOf` lets them. Members may. Left
   * out strangers do, but where it is between what it brings itself: a text may be a name too.
   */
  readonly visibility?: 'public' | 'members';
  /** Without it, the policy's usual window. */
  readonly windowHours?: number | null;
  readonly urgentReason?: string | null;
  /** What it is between, where its policy's ballot kind asks for options. */
  readonly options?: readonly string[] | null;
  /** What its policy's ballot kind asks for besides, in the shape of the kind. */
  readonly voteTerms?: object | null;
  /** Members whom it is between, after `options`, as ids that the proposer may name. */
  readonly candidates?: readonly string[];
}

/** Writes drafts, in the caller's transaction. */
@Injectable()
export class ProposalDrafting {
  constructor(private readonly actions: ProposalActions) {}

  /**
   * Writes a draft and returns its id. `by` says whether a member composed it, or the room that its
   * subject belongs to.
   *
   * @throws CodedError PROPOSAL_TEXT_INVALID, POLICY_NOT_FOUND, VOTING_PERIOD_TOO_SHORT,
   *   VOTING_PERIOD_TOO_LONG, URGENCY_NEEDS_REASON, SUBJECT_HAS_OPEN_PROPOSAL,
   *   PROPOSAL_OPTIONS_INVALID, PROPOSAL_TERMS_INVALID, PROPOSAL_TOPICS_INVALID,
   *   PROPOSAL_TAGS_INVALID, TOPIC_UNKNOWN, PROPOSAL_GROUP_INVALID, PROPOSAL_NEEDS_GROUP,
   *   PROPOSER_NOT_IN_GROUP of what a member composed, and what `ProposalActions.check` refuses
   */
  async write(tx: Tx, terms: ProposalTerms, by: 'member' | 'room'): Promise<string> {
    checkText(terms);
    const policy = await findPolicy(tx, terms.policyKey);
    const { options: texts = null, candidates = [], voteTerms = null } = terms;
    const options = withCandidates(policy.rule, texts, candidates);
    const brought = broughtUnder(policy.rule, { options, voteTerms });
    requireOffice(policy.rule, terms.actions);
    await this.actions.check(tx, terms.actions, { by, rule: policy.rule });
    const filing = filingOf(terms, isHearing(terms.actions));
    requireGroup(policy.rule, filing.workingGroup);
    const id = newId();
    const subject = {
      subjectKind: terms.subject?.kind ?? null,
      subjectId: terms.subject?.id ?? null,
    };
    await insert(tx, {
      id,
      title: terms.title.trim(),
      body: terms.body,
      proposerMemberId: terms.proposerMemberId ?? tx.actor.memberId,
      ...subject,
      policyId: policy.id,
      windowHours: windowHours(policy.rule, terms),
      urgentReason: terms.urgentReason ?? null,
      ...brought,
      isHearing: isHearing(terms.actions),
      visibility: readersOf(brought.options === null ? terms : { visibility: 'members', ...terms }),
    });
    await filingStore.insert(tx, id, filing);
    if (by === 'member') {
      await requireFiler(tx, policy.rule, filing.workingGroup, tx.actor.memberId);
    }
    if (candidates.length > 0) {
      await candidateStore.insert(tx, id, texts?.length ?? 0, candidates);
    }
    await actionStore.insert(tx, id, await this.actions.withPersons(tx, terms.actions));
    tx.announce(ProposalDrafted.of(id, { proposalId: id, ...subject, policyId: policy.id }));
    return id;
  }
}

async function findPolicy(tx: Tx, key: string): Promise<PolicyRecord> {
  const policy = await policyStore.inForce(tx, key);
  if (policy === null) {
    throw governanceErrors.error('POLICY_NOT_FOUND', 'No policy of this key is in force.', {
      path: ['policyKey'],
      data: { key },
    });
  }
  return policy;
}

async function insert(tx: Tx, proposal: NewProposal): Promise<void> {
  try {
    await proposalStore.insert(tx, proposal);
  } catch (error) {
    if (!violates(error, 'proposals_one_pending_per_subject')) throw error;
    const message = 'There is a pending proposal about this already.';
    throw governanceErrors.error('SUBJECT_HAS_OPEN_PROPOSAL', message, { cause: error });
  }
}
