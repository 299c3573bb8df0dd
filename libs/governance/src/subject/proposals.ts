import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { newId, violates } from '@rochdale/platform';
import { Votes, votingErrors } from '@rochdale/voting';
import { actionStore } from '../action/action.store.js';
import type { ProposalAction, Subject } from '../action/proposal-actions.js';
import { ProposalActions } from '../action/proposal-actions.js';
import { governanceErrors } from '../governance.errors.js';
import {
  ProposalAnnounced,
  DraftDiscarded,
  ProposalCancelled,
  ProposalDrafted,
  ProposalOpened,
} from '../governance.events.js';
import { CloseDueProposal, OpenAfterNotice } from '../governance.jobs.js';
import type { PolicyRecord } from '../policy/policy.store.js';
import { policyStore } from '../policy/policy.store.js';
import type { ProposalStatus } from './lifecycle.js';
import { undecidedStatuses } from './lifecycle.js';
import { checkText, hoursAfter, windowHours } from './proposal-terms.js';
import type { ProposalRecord } from './proposal.store.js';
import { proposalStore } from './proposal.store.js';
import { secondStore } from './second.store.js';

export interface ProposalTerms {
  readonly title: string;
  readonly body: string;
  readonly policyKey: string;
  readonly actions: readonly ProposalAction[];
  readonly subject?: Subject;
  readonly proposerMemberId?: string | null;
  /** Whether strangers may read it once it is decided. Members always may. */
  readonly visibility?: 'public' | 'members';
  /** Without it, the policy's usual window. */
  readonly windowHours?: number | null;
  readonly urgentReason?: string | null;
}

export interface ProposalState {
  readonly proposalId: string;
  readonly status: ProposalStatus;
  readonly closesAt: Date | null;
}

/** Where a proposal that another room asks for comes from, as errors name the field. */
type DraftedBy = 'member' | 'room';

/** Proposals for the other rooms: every method works in the caller's transaction. */
@Injectable()
export class Proposals {
  constructor(
    private readonly actions: ProposalActions,
    private readonly votes: Votes,
  ) {}

  /**
   * Drafts a proposal and opens it, or announces it where its policy asks for notice. A subject has
   * at most one pending proposal.
   *
   * @throws CodedError POLICY_NOT_FOUND, SUBJECT_HAS_OPEN_PROPOSAL, ACTION_KIND_UNKNOWN,
   *   ACTION_PAYLOAD_INVALID, PROPOSAL_TEXT_INVALID, ELECTORATE_EMPTY
   */
  async openFor(tx: Tx, terms: ProposalTerms & { subject: Subject }): Promise<ProposalState> {
    const proposalId = await this.draft(tx, terms, 'room');
    return this.open(tx, await lockProposal(tx, proposalId));
  }

  /** Ends the pending vote on a subject before it is decided. False when there is none. */
  async cancelFor(tx: Tx, subject: Subject, reason: string): Promise<boolean> {
    const id = await proposalStore.pendingOf(tx, subject.kind, subject.id);
    if (id === null) return false;
    const proposal = await lockProposal(tx, id);
    if (!undecidedStatuses.includes(proposal.status)) return false;
    await cancelProposal(tx, proposal, 'subject', reason);
    return true;
  }

  /** Writes a draft. For this room's own use cases; others use `openFor`. */
  async draft(tx: Tx, terms: ProposalTerms, by: DraftedBy): Promise<string> {
    checkText(terms);
    this.actions.check(terms.actions, by);
    const policy = await findPolicy(tx, terms.policyKey);
    const id = newId();
    const subject = {
      subjectKind: terms.subject?.kind ?? null,
      subjectId: terms.subject?.id ?? null,
    };
    try {
      await proposalStore.insert(tx, {
        id,
        title: terms.title.trim(),
        body: terms.body,
        proposerMemberId: terms.proposerMemberId ?? tx.actor.memberId,
        ...subject,
        policyId: policy.id,
        windowHours: windowHours(policy.rule, terms),
        urgentReason: terms.urgentReason ?? null,
        visibility: terms.visibility ?? 'public',
      });
    } catch (error) {
      if (!violates(error, 'proposals_one_pending_per_subject')) throw error;
      const message = 'There is a pending proposal about this already.';
      throw governanceErrors.error('SUBJECT_HAS_OPEN_PROPOSAL', message, { cause: error });
    }
    await actionStore.insert(tx, id, terms.actions);
    tx.announce(ProposalDrafted.of(id, { proposalId: id, ...subject, policyId: policy.id }));
    return id;
  }

  /** Takes a locked draft to its notice or to the vote, and a notice that ran out to the vote. */
  async open(tx: Tx, proposal: ProposalRecord): Promise<ProposalState> {
    const policy = await policyStore.byId(tx, proposal.policyId);
    if (policy === null) throw new Error('a proposal has a policy');
    await requireSeconders(tx, proposal, policy);
    if (proposal.status === 'draft' && policy.rule.noticeHours > 0) {
      return giveNotice(tx, proposal, hoursAfter(tx.now, policy.rule.noticeHours));
    }
    return this.#startVote(tx, proposal, policy);
  }

  async #startVote(tx: Tx, proposal: ProposalRecord, policy: PolicyRecord): Promise<ProposalState> {
    const { rule, ruleHash } = policy;
    const { id } = proposal;
    const opening = await this.votes.prepare(tx, id, rule);
    const { electorate, lotCommitment } = opening;
    const closesAt = hoursAfter(tx.now, proposal.windowHours);
    await proposalStore.open(tx, id, proposal.status, { ...opening, rule, ruleHash, closesAt });
    tx.enqueue(
      CloseDueProposal,
      { cooperativeId: tx.cooperativeId, proposalId: id },
      { key: `${id}:${closesAt.toISOString()}`, runAt: closesAt },
    );
    tx.announce(
      ProposalOpened.of(id, {
        proposalId: id,
        subjectKind: proposal.subjectKind,
        subjectId: proposal.subjectId,
        closesAt: closesAt.toISOString(),
        ruleHash,
        electorateHash: electorate.hash,
        electorateSize: electorate.voters.length,
        lotCommitment,
      }),
    );
    return { proposalId: id, status: 'open', closesAt };
  }
}

/** @throws CodedError PROPOSAL_NOT_FOUND */
export async function lockProposal(tx: Tx, id: string): Promise<ProposalRecord> {
  const proposal = await proposalStore.lock(tx, id);
  if (proposal === null) {
    throw votingErrors.error('PROPOSAL_NOT_FOUND', 'There is no such proposal.', {
      path: ['proposalId'],
    });
  }
  return proposal;
}

/** Ends a locked proposal before it is decided. */
export async function cancelProposal(
  tx: Tx,
  proposal: ProposalRecord,
  by: 'secretary' | 'proposer' | 'subject',
  reason: string | null,
): Promise<void> {
  const to = by === 'proposer' ? 'withdrawn' : 'cancelled';
  await proposalStore.end(tx, proposal.id, proposal.status, to, reason);
  const ended = proposal.status === 'draft' ? DraftDiscarded : ProposalCancelled;
  tx.announce(
    ended.of(proposal.id, {
      proposalId: proposal.id,
      subjectKind: proposal.subjectKind,
      subjectId: proposal.subjectId,
      by,
    }),
  );
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

async function requireSeconders(
  tx: Tx,
  proposal: ProposalRecord,
  { rule }: PolicyRecord,
): Promise<void> {
  if (rule.secondersNeeded === 0 || proposal.status !== 'draft') return;
  const seconders = await secondStore.countOf(tx, proposal.id);
  if (seconders >= rule.secondersNeeded) return;
  throw governanceErrors.error(
    'PROPOSAL_NEEDS_SECONDER',
    `This needs ${rule.secondersNeeded} to second it before it opens; it has ${seconders}.`,
  );
}

async function giveNotice(
  tx: Tx,
  proposal: ProposalRecord,
  noticeUntil: Date,
): Promise<ProposalState> {
  const { id } = proposal;
  await proposalStore.announce(tx, id, proposal.status, noticeUntil);
  const payload = { cooperativeId: tx.cooperativeId, proposalId: id };
  tx.enqueue(OpenAfterNotice, payload, { key: id, runAt: noticeUntil });
  tx.announce(ProposalAnnounced.of(id, { proposalId: id, noticeUntil: noticeUntil.toISOString() }));
  return { proposalId: id, status: 'notice', closesAt: null };
}
