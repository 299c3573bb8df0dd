import { governanceErrors } from '../governance.errors.js';

/** Every state a proposal can be in. */
export const proposalStates = [
  'draft',
  'notice',
  'open',
  'extended',
  'closed',
  'passed',
  'rejected',
  'no-quorum',
  'tied',
  'queued',
  'executed',
  'execution-failed',
  'expired',
  'cancelled',
  'withdrawn',
] as const;
export type ProposalState = (typeof proposalStates)[number];

/** What may follow what. A state that leads nowhere is final. */
const successors: Readonly<Record<ProposalState, readonly ProposalState[]>> = {
  draft: ['notice', 'open', 'cancelled', 'withdrawn'],
  notice: ['open', 'cancelled', 'withdrawn'],
  open: ['extended', 'closed', 'cancelled', 'withdrawn'],
  extended: ['closed', 'cancelled', 'withdrawn'],
  closed: ['passed', 'rejected', 'no-quorum', 'tied'],
  passed: ['queued'],
  rejected: [],
  'no-quorum': [],
  tied: [],
  queued: ['executed', 'execution-failed', 'expired'],
  executed: [],
  'execution-failed': ['queued', 'expired'],
  expired: [],
  cancelled: [],
  withdrawn: [],
};

export const votingStates: readonly ProposalState[] = ['open', 'extended'];
export const undecidedStates: readonly ProposalState[] = ['draft', 'notice', 'open', 'extended'];

export function mayFollow(from: ProposalState, to: ProposalState): boolean {
  return successors[from].includes(to);
}

/**
 * In SQL, whether others were ever asked, or told of it: a draft that ends before is its author's
 * as it was. The run-off of a tie is nobody's draft.
 */
export const wasPutForward = (p: string): string =>
  `(coalesce(${p}.notice_until, ${p}.opened_at) is not null or ${p}.run_off_of_id is not null)`;

/** In SQL, whether others could read it: also a draft that looks, or looked, for seconders. */
export const wasShown = (p: string): string =>
  `(${wasPutForward(p)} or exists (select from governance.policies asked
    where asked.cooperative_id = ${p}.cooperative_id and asked.id = ${p}.policy_id
      and (asked.rule ->> 'secondersNeeded')::int > 0))`;

/** Every allowed step, for the database's own guard and for tests. */
export function transitions(): readonly (readonly [ProposalState, ProposalState])[] {
  return proposalStates.flatMap((from) => successors[from].map((to) => [from, to] as const));
}

/**
 * The one door through which a proposal changes its state.
 *
 * @throws CodedError PROPOSAL_STATUS_CONFLICT when this cannot follow
 */
export function transition(from: ProposalState, to: ProposalState): ProposalState {
  if (!mayFollow(from, to)) {
    throw governanceErrors.error(
      'PROPOSAL_STATUS_CONFLICT',
      `A proposal that is ${from} cannot become ${to}.`,
      { path: ['proposalId'], data: { from, to } },
    );
  }
  return to;
}
