import type { Tx } from '@rochdale/platform';
import { mostVersions } from '../editing/edit-proposal.js';
import { governanceErrors } from '../governance.errors.js';
import { policyStore } from '../policy/policy.store.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { undecidedStates } from '../proposal/lifecycle.js';
import { lockShownProposal } from '../proposal/locked-proposal.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { amendmentStore } from './amendment.store.js';
import type { AmendmentRecord } from './amendment.store.js';

const isOver = ({ state, closesAt }: ProposalRecord, now: Date): boolean =>
  !undecidedStates.includes(state) || (closesAt !== null && closesAt <= now);

/**
 * Nobody finds whose a paper is, or a ballot that lies apart: neither could be made void. Who is at
 * an assembly could not read what its chair is about to close.
 */
const stands = (rule: object | null): boolean =>
  rule !== null && ('secrecy' in rule || 'paper' in rule || 'assembly' in rule);

/**
 * Whether its text can still become another. A hearing's lies sealed, what a room put to the vote
 * says what the room knows, a run-off says what its tie did, and who stands in an election stands
 * for what it said then.
 *
 * @throws CodedError PROPOSAL_STATUS_CONFLICT, AMENDMENT_NOT_TAKEN
 */
export function requireAmendable(proposal: ProposalRecord, rule: DecisionRule, now: Date): void {
  const path = ['proposalId'];
  if (isOver(proposal, now)) {
    const message = 'It is decided, or over: its text stands.';
    throw governanceErrors.error('PROPOSAL_STATUS_CONFLICT', message, { path });
  }
  const { isHearing, subjectKind, runOffOfId } = proposal;
  const isOther = subjectKind === null && runOffOfId === null && rule.elects === undefined;
  if (isHearing || !isOther || stands(proposal.rule)) {
    const message = 'What this vote says is not amended.';
    throw governanceErrors.error('AMENDMENT_NOT_TAKEN', message, { path });
  }
  if (proposal.version < mostVersions) return;
  const message = `A proposal has at most ${mostVersions} versions.`;
  throw governanceErrors.error('AMENDMENT_NOT_TAKEN', message, { path });
}

/** The rule that it is voted on under; as long as it is not, the one that it would be. */
export async function ruleOf(tx: Tx, { rule, policyId }: ProposalRecord): Promise<DecisionRule> {
  const held = rule ?? (await policyStore.byId(tx, policyId))?.rule ?? null;
  if (held === null) throw new Error('a proposal has a policy');
  return held;
}

interface Waiting {
  readonly amendment: AmendmentRecord;
  readonly proposal: ProposalRecord;
  readonly rule: DecisionRule;
}

const notFound = () =>
  governanceErrors.error('AMENDMENT_NOT_FOUND', 'There is no such amendment.', { path: ['id'] });

/**
 * An amendment that waits, with its proposal, which is held.
 *
 * @throws CodedError AMENDMENT_NOT_FOUND, AMENDMENT_ENDED, PROPOSAL_NOT_FOUND, and what
 *   `requireAmendable` refuses
 */
export async function lockWaiting(tx: Tx, id: string): Promise<Waiting> {
  const seen = await amendmentStore.find(tx, id);
  if (seen === null) throw notFound();
  const proposal = await lockShownProposal(tx, seen.proposalId);
  const amendment = await amendmentStore.find(tx, id);
  if (amendment === null) throw notFound();
  if (amendment.state !== 'proposed') {
    const message = 'This amendment was accepted, declined or taken back.';
    throw governanceErrors.error('AMENDMENT_ENDED', message, { path: ['id'] });
  }
  const rule = await ruleOf(tx, proposal);
  requireAmendable(proposal, rule, tx.now);
  return { amendment, proposal, rule };
}
