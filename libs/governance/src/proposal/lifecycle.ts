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
 * In SQL, the state in which a proposal is at a moment, whatever a worker has written down by then:
 * voting is closed when its time is over, and what failed has lapsed when it may be tried no more.
 * `goingOn` are the ids of votes that their ballots let go on: see `votesOver`. A notice lasts
 * until voting opens, which draws who may vote.
 */
export const stateAt = (p: string, now: string, goingOn = `'{}'`): string =>
  `case when ${p}.state = 'open' and ${p}.id = any (${goingOn}::uuid[]) then 'extended'
    when ${p}.state in ('open', 'extended') and ${p}.closes_at <= ${now}::timestamptz then 'closed'
    when ${p}.state = 'execution-failed' and ${p}.execute_before < ${now}::timestamptz
      then 'expired'
    else ${p}.state end`;

/** In SQL, whether its ballots may let a vote go on whose time seems over. */
export const mayGoOn = (p: string, now: string): string =>
  `(${p}.state = 'open' and ${p}.closes_at <= ${now}::timestamptz
    and ${p}.rule -> 'lateQuorum' <> 'null')`;

/**
 * The states in which what is in one of these at some moment may lie written down; without looking
 * through open votes where none is over.
 */
export function writtenAs(
  states: readonly ProposalState[],
  { isAnyOver }: { readonly isAnyOver: boolean },
): ProposalState[] {
  const behind: Partial<Record<ProposalState, readonly ProposalState[]>> = {
    closed: isAnyOver ? ['open', 'extended'] : [],
    extended: isAnyOver ? ['open'] : [],
    expired: ['execution-failed'],
  };
  return [...new Set(states.flatMap((state) => [state, ...(behind[state] ?? [])]))];
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
