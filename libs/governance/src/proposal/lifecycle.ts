import { governanceErrors } from '../governance.errors.js';

/** Every state a proposal can be in. */
export const proposalStatuses = [
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
export type ProposalStatus = (typeof proposalStatuses)[number];

/** What may follow what. A status that leads nowhere is final. */
const successors: Readonly<Record<ProposalStatus, readonly ProposalStatus[]>> = {
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

export const votingStatuses: readonly ProposalStatus[] = ['open', 'extended'];
export const undecidedStatuses: readonly ProposalStatus[] = ['draft', 'notice', 'open', 'extended'];

export function mayFollow(from: ProposalStatus, to: ProposalStatus): boolean {
  return successors[from].includes(to);
}

/** Every allowed step, for the database's own guard and for tests. */
export function transitions(): readonly (readonly [ProposalStatus, ProposalStatus])[] {
  return proposalStatuses.flatMap((from) => successors[from].map((to) => [from, to] as const));
}

/**
 * The one door through which a proposal changes its status.
 *
 * @throws CodedError PROPOSAL_STATUS_CONFLICT when this cannot follow
 */
export function transition(from: ProposalStatus, to: ProposalStatus): ProposalStatus {
  if (!mayFollow(from, to)) {
    throw governanceErrors.error(
      'PROPOSAL_STATUS_CONFLICT',
      `A proposal that is ${from} cannot become ${to}.`,
      { data: { from, to } },
    );
  }
  return to;
}
