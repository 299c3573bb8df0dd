import { Injectable } from '@nestjs/common';
import { awayAmong } from '@rochdale/membership';
import type { ProposalAction, Tx } from '@rochdale/platform';
import { CodedError, hoursLater } from '@rochdale/platform';
import { CloseDueProposal, closingTime, ruleHash as hashOf, Votes } from '@rochdale/voting';
import type { Present } from '@rochdale/voting';
import { isAppeal } from '../appeal/appeal.js';
import { registerAppeal } from '../appeal/register-appeal.js';
import { authorStore } from '../authors/author.store.js';
import { governanceErrors } from '../governance.errors.js';
import { ProposalAnnounced, ProposalOpened } from '../governance.events.js';
import { OpenAfterNotice } from '../governance.jobs.js';
import { actionStore } from '../action/action.store.js';
import {
  ProposalActions,
  requireAlone,
  requireFollowing,
  requireOffice,
} from '../action/proposal-actions.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { followPolicies } from '../policy/following.js';
import type { PolicyRecord } from '../policy/policy.store.js';
import { policyStore } from '../policy/policy.store.js';
import {
  holdNominations,
  requireNominated,
  seeksCandidates,
} from '../nomination/hold-nominations.js';
import { candidateStore } from '../proposal/candidate.store.js';
import type { ProposalState } from '../proposal/lifecycle.js';
import { lockProposal } from '../proposal/locked-proposal.js';
import { windowHours } from '../proposal/proposal-terms.js';
import { withBrought } from '../proposal/proposal-options.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { proposalStore } from '../proposal/proposal.store.js';
import { secondStore } from '../proposal/second.store.js';
import { decidingMembers } from '../topic/deciding-group.js';
import { tellCandidates } from '../put-up/tell-candidates.js';
import { requireStrict } from '../strictness/least-policy.js';

/** How far a proposal has come. */
export interface ProposalProgress {
  readonly proposalId: string;
  readonly state: ProposalState;
  readonly closesAt: Date | null;
}

/** Takes proposals to the vote, in the caller's transaction. */
@Injectable()
export class ProposalOpening {
  constructor(
    private readonly votes: Votes,
    private readonly actions: ProposalActions,
  ) {}

  /**
   * Takes a locked draft to its notice or to the vote, and a notice that ran out to the vote: under
   * the policy that is in force now, whatever was in force when it was drafted. What an assembly
   * decides stays announced until who chairs it opens it.
   *
   * @param present who is present, where an assembly opens it
   * @throws CodedError PROPOSAL_NEEDS_SECONDER, VOTING_PERIOD_TOO_SHORT, VOTING_PERIOD_TOO_LONG,
   *   URGENCY_NEEDS_REASON, ACTION_POLICY_UNFIT, ACTION_STANDS_ALONE, ELECTORATE_EMPTY,
   *   ELECTORATE_TOO_SMALL, and what the check of an action refuses by now, ACTION_POLICY_TOO_WEAK,
   *   POLICY_NOT_FOUND, PROPOSAL_OPTIONS_INVALID, PROPOSAL_TERMS_INVALID, PROPOSAL_STATUS_CONFLICT,
   *   PROPOSAL_CANDIDATE_GONE, BUFFER_NOT_HELD, ELECTION_NEEDS_OFFICE, ELECTION_WITHOUT_CANDIDATES,
   *   WEIGHT_TOO_LARGE, PROPOSAL_NEEDS_GROUP; of an appeal EXPULSION_UNKNOWN, APPEAL_TOO_EARLY,
   *   APPEAL_TERM_OVER, APPEAL_FILED_ALREADY
   */
  async open(
    tx: Tx,
    locked: ProposalRecord,
    present: Present | null = null,
  ): Promise<ProposalProgress> {
    const { proposal, policy } = await underPolicyInForce(tx, locked);
    const { rule } = policy;
    windowHours(rule, proposal);
    if (!seeksCandidates(rule, proposal)) withBrought(rule, proposal);
    const actions = await actionStore.lockOf(tx, proposal.id);
    requireFollowing(actions, rule);
    requireOffice(rule, actions);
    await requireNominated(tx, proposal, rule);
    if (proposal.runOffOfId === null) requireAlone(actions);
    if (isFirstAsked(proposal)) await this.#checkAgain(tx, actions, rule);
    if (!isAppeal(actions)) await requireSeconders(tx, proposal, policy);
    await registerAppeal(tx, proposal, actions);
    if (seeksCandidates(rule, proposal)) {
      const until = await holdNominations(tx, proposal, rule);
      if (until !== null) return nominating(tx, proposal, until);
      return this.open(tx, await lockProposal(tx, proposal.id));
    }
    await requireCandidates(tx, proposal.id);
    if (proposal.noticeUntil !== null && proposal.noticeUntil > tx.now) {
      return { proposalId: proposal.id, state: 'notice', closesAt: null };
    }
    if (rule.assembly !== undefined && present === null && proposal.state === 'notice') {
      return { proposalId: proposal.id, state: 'notice', closesAt: null };
    }
    // After all else: what a fund holds is not found out by trying what could not open anyway.
    await this.actions.requireBuffer(tx, actions, rule, true);
    await requireStrict(tx, this.actions, actions, { policyKey: policy.key, rule });
    if (proposal.state === 'draft' && rule.noticeHours > 0) {
      const noticeUntil = hoursLater(tx.now, rule.noticeHours, await tx.timeZone());
      const announced = await giveNotice(tx, proposal, noticeUntil);
      await tellCandidates(tx, proposal.id, noticeUntil);
      return announced;
    }
    const opened = await this.#startVote(tx, proposal, policy, present);
    // Who is elected was asked, and accepted.
    if (rule.elects === undefined) await tellCandidates(tx, proposal.id, null);
    return opened;
  }

  /** What is known by now to come to nothing is not put to the vote. */
  async #checkAgain(tx: Tx, actions: readonly ProposalAction[], rule: DecisionRule): Promise<void> {
    try {
      await this.actions.check(tx, actions, { by: 'member', rule });
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const { code, kind, message, details } = error;
      throw new CodedError(code, kind, message, { ...details, path: ['proposalId'], cause: error });
    }
  }

  async #startVote(
    tx: Tx,
    proposal: ProposalRecord,
    policy: PolicyRecord,
    present: Present | null,
  ): Promise<ProposalProgress> {
    const { id, options } = proposal;
    const { rule } = withBrought(policy.rule, proposal);
    const ruleHash = options === null ? policy.ruleHash : hashOf(rule);
    const within = await decidingMembers(tx, id, rule);
    const opening = await this.votes.prepare(tx, id, rule, within, present);
    const { electorate, electorateHash, lotCommitment } = opening;
    const closesAt = closingTime(rule, tx.now, proposal.windowHours, await tx.timeZone());
    await authorStore.dropInvited(tx, id);
    await proposalStore.open(tx, id, proposal.state, { ...opening, rule, ruleHash, closesAt });
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
        electorateHash,
        toldSize: electorate.told.voters,
        lotCommitment,
        ...(rule.alreadyDone === true ? { isAlreadyDone: true } : {}),
      }),
    );
    return { proposalId: id, state: 'open', closesAt };
  }
}

/**
 * A version that was retired while it was drafted, or before versions were followed, is left.
 *
 * @throws CodedError POLICY_NOT_FOUND where no other version took its place
 */
async function underPolicyInForce(
  tx: Tx,
  proposal: ProposalRecord,
): Promise<{ readonly proposal: ProposalRecord; readonly policy: PolicyRecord }> {
  const policy = await policyStore.byId(tx, proposal.policyId);
  if (policy === null) throw new Error('a proposal has a policy');
  if (policy.retiredAt === null) return { proposal, policy };
  await followPolicies(tx, [policy.id], proposal.id);
  const followed = await lockProposal(tx, proposal.id);
  const next = await policyStore.byId(tx, followed.policyId);
  if (next === null) throw new Error('a proposal has a policy');
  if (next.retiredAt !== null) {
    throw governanceErrors.error('POLICY_NOT_FOUND', 'Its policy is out of force.', {
      path: ['proposalId'],
      data: { key: next.key },
    });
  }
  return { proposal: followed, policy: next };
}

async function requireSeconders(
  tx: Tx,
  proposal: ProposalRecord,
  { rule }: PolicyRecord,
): Promise<void> {
  if (rule.secondersNeeded === 0) return;
  const seconders = await secondStore.countOf(tx, proposal.id);
  if (seconders >= rule.secondersNeeded) return;
  throw governanceErrors.error(
    'PROPOSAL_NEEDS_SECONDER',
    `This needs ${rule.secondersNeeded} to second it before it opens; it has ${seconders}.`,
    { path: ['proposalId'] },
  );
}

/**
 * Nobody is put to the vote who could not be put up any more: who left, was suspended or erased
 * since the draft. Which of it is not said, and the path alone tells its author who.
 */
async function requireCandidates(tx: Tx, proposalId: string): Promise<void> {
  const candidates = await candidateStore.of(tx, proposalId);
  const away = await awayAmong(
    tx,
    candidates.map(({ memberId }) => memberId),
  );
  const nth = candidates.findIndex(({ memberId }) => away.has(memberId));
  if (nth === -1) return;
  const message = 'Somebody who stands is on the list of members no more: draft it without them.';
  throw governanceErrors.error('PROPOSAL_CANDIDATE_GONE', message, {
    path: ['candidates', String(nth)],
  });
}

/** Called, or going on: members nominate until then, and it opens by itself. */
async function nominating(
  tx: Tx,
  proposal: ProposalRecord,
  until: Date,
): Promise<ProposalProgress> {
  const { id: proposalId, state, noticeUntil } = proposal;
  if (state === 'draft') return giveNotice(tx, proposal, until);
  if (noticeUntil !== null && until > noticeUntil) {
    const payload = { cooperativeId: tx.cooperativeId, proposalId };
    tx.enqueue(OpenAfterNotice, payload, {
      key: `${proposalId}:${until.toISOString()}`,
      runAt: until,
    });
    tx.announce(ProposalAnnounced.of(proposalId, { proposalId, noticeUntil: until.toISOString() }));
  }
  return { proposalId, state: 'notice', closesAt: null };
}

async function giveNotice(
  tx: Tx,
  proposal: ProposalRecord,
  noticeUntil: Date,
): Promise<ProposalProgress> {
  const { id } = proposal;
  await authorStore.dropInvited(tx, id);
  await proposalStore.announce(tx, id, proposal.state, noticeUntil);
  const payload = { cooperativeId: tx.cooperativeId, proposalId: id };
  tx.enqueue(OpenAfterNotice, payload, { key: id, runAt: noticeUntil });
  tx.announce(ProposalAnnounced.of(id, { proposalId: id, noticeUntil: noticeUntil.toISOString() }));
  return { proposalId: id, state: 'notice', closesAt: null };
}

/** What a room puts to the vote was checked by it just now; a run-off was asked before. */
const isFirstAsked = ({ state, subjectKind, runOffOfId }: ProposalRecord): boolean =>
  state === 'draft' && subjectKind === null && runOffOfId === null;
