import { Injectable } from '@nestjs/common';
import type { Actor, ProposalAction, Tx } from '@rochdale/platform';
import { canonicalJson, isHearing, permit, readersOf, UnitOfWork } from '@rochdale/platform';
import { actionStore } from '../action/action.store.js';
import type { NewAction } from '../action/action.store.js';
import { ProposalActions, requireOffice } from '../action/proposal-actions.js';
import { governanceErrors } from '../governance.errors.js';
import { policyStore } from '../policy/policy.store.js';
import { candidateStore } from '../proposal/candidate.store.js';
import { lockWrittenProposal } from '../proposal/locked-proposal.js';
import { broughtUnder } from '../proposal/proposal-options.js';
import { requireVersion } from '../proposal/proposer.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { checkText, windowHours } from '../proposal/proposal-terms.js';
import { filingStore } from '../topic/filing.store.js';
import { filingOf } from '../topic/topic.js';
import type { Filing } from '../topic/topic.js';
import { versionStore } from './version.store.js';

/** What is left out stays as it is. */
export interface EditProposalInput extends Partial<Filing> {
  readonly proposalId: string;
  /** The version that whoever edits has before them. */
  readonly version: number;
  readonly title?: string;
  readonly body?: string;
  readonly windowHours?: number;
  readonly urgentReason?: string | null;
  readonly options?: readonly string[];
  readonly voteTerms?: object;
  readonly actions?: readonly ProposalAction[];
}

/** How many versions of one proposal are kept. */
export const mostVersions = 200;

function conflict(code: 'PROPOSAL_NOT_EDITED' | 'PROPOSAL_STATUS_CONFLICT', message: string) {
  return governanceErrors.error(code, message, { path: ['proposalId'] });
}

/**
 * A hearing lies sealed, with its words and no other; what a room put to the vote says what the
 * room knows.
 */
function requireEditable(proposal: ProposalRecord, expected: number): void {
  if (proposal.state !== 'draft') {
    throw conflict('PROPOSAL_STATUS_CONFLICT', 'Only a draft is edited.');
  }
  if (proposal.isHearing || proposal.subjectKind !== null) {
    throw conflict('PROPOSAL_NOT_EDITED', 'This is not edited: take it back, and draft it anew.');
  }
  requireVersion(proposal, expected);
  if (proposal.version < mostVersions) return;
  throw conflict('PROPOSAL_NOT_EDITED', `A proposal has at most ${mostVersions} versions.`);
}

/** Its authors write a draft anew; each version of it is kept. */
@Injectable()
export class EditProposal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly actions: ProposalActions,
  ) {}

  /**
   * Who seconded the draft seconded another text: they are asked anew. An edit that changes nothing
   * makes no version.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PROPOSAL_NOT_YOURS, PROPOSAL_STATUS_CONFLICT,
   *   PROPOSAL_NOT_EDITED, PROPOSAL_VERSION_STALE, PROPOSAL_TEXT_INVALID, PROPOSAL_OPTIONS_INVALID,
   *   PROPOSAL_TERMS_INVALID, PROPOSAL_TOPICS_INVALID, PROPOSAL_TAGS_INVALID, TOPIC_UNKNOWN,
   *   VOTING_PERIOD_TOO_LONG, VOTING_PERIOD_TOO_SHORT, URGENCY_NEEDS_REASON,
   *   ELECTION_NEEDS_OFFICE, and what `ProposalActions.check` refuses
   */
  async execute(
    actor: Actor,
    input: EditProposalInput,
  ): Promise<{ readonly proposalId: string; readonly version: number }> {
    permit(actor, 'proposal.edit');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockWrittenProposal(tx, input.proposalId);
      requireEditable(proposal, input.version);
      const { id: proposalId, version } = proposal;
      await refile(tx, proposalId, input);
      const changed = await this.#change(tx, proposal, input);
      return { proposalId, version: changed ? version + 1 : version };
    });
  }

  async #change(tx: Tx, proposal: ProposalRecord, input: EditProposalInput): Promise<boolean> {
    const { id, version } = proposal;
    const policy = await policyStore.byId(tx, proposal.policyId);
    if (policy === null) throw new Error('a proposal has a policy');
    const { rule } = policy;
    const before = await versionStore.textOf(tx, id);
    const said = { title: input.title ?? before.title, body: input.body ?? before.body };
    checkText(said);
    const urgentReason =
      input.urgentReason === undefined ? proposal.urgentReason : input.urgentReason;
    const asked = { windowHours: input.windowHours ?? proposal.windowHours, urgentReason };
    const brought = broughtUnder(rule, await this.#between(tx, proposal, input));
    const actions = input.actions ?? null;
    requireOffice(rule, actions ?? (await actionStore.lockOf(tx, id)));
    if (actions !== null) await this.actions.check(tx, actions, { by: 'member', rule });
    if (actions !== null && isHearing(actions)) {
      throw conflict('PROPOSAL_NOT_EDITED', 'A hearing is drafted as one.');
    }
    const { visibility } = proposal;
    const after = {
      title: said.title.trim(),
      body: said.body,
      ...asked,
      windowHours: windowHours(rule, asked),
      ...brought,
      visibility: actions === null ? visibility : readersOf({ visibility, actions }),
    };
    const had = { ...proposal, ...before };
    const wanted = actions === null ? null : await this.actions.withPersons(tx, actions);
    const doesSame =
      wanted === null || meansSame(wanted, (await actionStore.lockOf(tx, id)).map(told));
    if (doesSame && isSame(after, had)) return false;
    await versionStore.keepFirst(tx, id);
    await versionStore.edit(tx, id, version, after);
    if (wanted !== null) {
      await versionStore.dropActions(tx, id);
      await actionStore.insert(tx, id, wanted);
    }
    const followsShown = rule.secondersNeeded > 0;
    await versionStore.keep(tx, id, { by: tx.actor.memberId, at: tx.now, followsShown });
    return true;
  }

  /** Members stand under the number of their place: options beside them are not moved. */
  async #between(tx: Tx, proposal: ProposalRecord, input: EditProposalInput) {
    const { options = proposal.options, voteTerms = proposal.voteTerms } = input;
    if (input.options !== undefined && (await candidateStore.of(tx, proposal.id)).length > 0) {
      const message = 'A vote on members is between whom it was drafted for: draft it anew.';
      throw governanceErrors.error('PROPOSAL_OPTIONS_INVALID', message, { path: ['options'] });
    }
    return { options, voteTerms };
  }
}

const told = ({ kind, payload, aboutMemberId }: NewAction): NewAction => ({
  kind,
  payload,
  aboutMemberId,
});

/** Postgres keeps no order of names. */
const meansSame = (one: unknown, other: unknown): boolean =>
  canonicalJson([one]) === canonicalJson([other]);

const isSame = (after: object, before: object): boolean =>
  Object.entries(after).every(([name, value]) =>
    meansSame(value, (before as Record<string, unknown>)[name]),
  );

async function refile(tx: Tx, id: string, input: EditProposalInput): Promise<void> {
  const asked = [input.topics, input.tags, input.workingGroup];
  if (asked.every((one) => one === undefined)) return;
  const topics = (await filingStore.topicsOf(tx, [id])).map(({ key }) => key);
  const tags = (await filingStore.tagsOf(tx, [id])).map(({ tag }) => tag);
  const [group] = await filingStore.groupsOf(tx, [id]);
  const {
    topics: newTopics = topics,
    tags: newTags = tags,
    workingGroup = group?.groupKey ?? null,
  } = input;
  const filing = filingOf({ topics: newTopics, tags: newTags, workingGroup }, false);
  await filingStore.replace(tx, id, filing);
}
