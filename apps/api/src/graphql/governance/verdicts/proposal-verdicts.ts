import { undecidedStates, votingStates } from '@rochdale/governance';
import type { ProposalView } from '@rochdale/governance';
import { may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { verdict } from '../../kit/verdict.type.js';
import type { VerdictType } from '../../kit/verdict.type.js';

type Verdicts<Name extends string> = Readonly<Record<Name, VerdictType>>;

/** What was never put to the vote is there for who wrote it alone, whoever else may read it. */
function whyNoVote(actor: Actor, view: ProposalView): string {
  const isThere = (view.noticeUntil ?? view.openedAt) !== null || isOwn(actor, view);
  if (!isThere) return 'PROPOSAL_NOT_FOUND';
  return view.state === 'notice' || view.state === 'draft' ? 'VOTING_NOT_OPEN' : 'VOTING_CLOSED';
}

/** A vote that is due takes no ballots any more, though nobody may have closed it yet. */
export function isVotedOn({ state, closesAt }: ProposalView, now: Date): boolean {
  return votingStates.includes(state) && closesAt !== null && closesAt > now;
}

/** @param stands why the viewer casts no other ballot: theirs does, or they were handed a paper */
export function viewerCan(
  actor: Actor,
  view: ProposalView,
  now: Date,
  ownWeight: bigint | null,
  stands: 'BALLOT_STANDS' | 'PAPER_HANDED_OUT' | null = null,
): Verdicts<'castBallot' | 'withdraw' | 'cancel' | 'withhold' | 'retryExecution'> {
  const { state } = view;
  const isOver = votingStates.includes(state) && !isVotedOn(view, now);
  // Whether a decision stands the members say, to the end; an appeal is theirs who filed it.
  const runsToItsEnd = view.followsAs === 'ratification';
  const conflict = 'PROPOSAL_STATUS_CONFLICT';
  const isOpen = unless(undecidedStates.includes(state) && !isOver && !runsToItsEnd, conflict);
  const hasFailed = unless(state === 'execution-failed', conflict);
  const isNoAppeal = unless(!view.isAppeal, conflict);
  const isMine = unless(isOwn(actor, view), 'PROPOSAL_NOT_YOURS');
  const isPublic = unless(view.visibility === 'public', 'PROPOSAL_WITHHELD_ALREADY');
  return {
    castBallot: verdict(may(actor, 'ballot.cast'), isVoter(actor, view, now, ownWeight) ?? stands),
    withdraw: verdict(may(actor, 'proposal.withdraw'), isMine ?? isOpen),
    cancel: verdict(may(actor, 'proposal.cancel'), isOpen ?? isNoAppeal),
    withhold: verdict(may(actor, 'proposal.withhold'), isPublic),
    retryExecution: verdict(may(actor, 'execution.retry'), hasFailed),
  };
}

/** Null for who has a place in a vote that is open. */
const isVoter = (
  actor: Actor,
  view: ProposalView,
  now: Date,
  ownWeight: bigint | null,
): string | null =>
  unless(isVotedOn(view, now), whyNoVote(actor, view)) ??
  unless(ownWeight !== null, 'NOT_IN_ELECTORATE');

/** @param own what the viewer has in the vote */
export function mayTakeBack(
  actor: Actor,
  view: ProposalView,
  now: Date,
  own: { readonly weight: bigint | null; readonly hasBallot: boolean },
): VerdictType {
  const why =
    isVoter(actor, view, now, own.weight) ??
    unless(view.rule.mayTakeBack === true, 'BALLOT_STANDS') ??
    unless(own.hasBallot, 'BALLOT_NOT_CAST');
  return verdict(may(actor, 'ballot.cast'), why);
}

const unless = (holds: boolean, reason: string): string | null => (holds ? null : reason);

const isOwn = ({ memberId }: Actor, { proposerMemberId }: ProposalView): boolean =>
  memberId !== null && memberId === proposerMemberId;

/** What takes a draft to the vote: others who second it, and then who proposes it. */
export function ofDraft(
  actor: Actor,
  view: ProposalView,
  { count, isOwn: isSeconded }: { readonly count: number; readonly isOwn: boolean },
): Verdicts<'open' | 'second'> {
  const isMine = isOwn(actor, view);
  const isDraft = unless(view.state === 'draft', 'PROPOSAL_STATUS_CONFLICT');
  const isEnough = unless(count >= view.rule.secondersNeeded, 'PROPOSAL_NEEDS_SECONDER');
  return {
    open: verdict(
      may(actor, 'proposal.open'),
      unless(isMine, 'PROPOSAL_NOT_YOURS') ?? isDraft ?? isEnough,
    ),
    second: verdict(
      may(actor, 'proposal.second'),
      unless(!isMine, 'SECONDER_IS_PROPOSER') ?? isDraft ?? unless(!isSeconded, 'SECONDED_ALREADY'),
    ),
  };
}
