import type { ProposalView } from '@rochdale/governance';
import { may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { paperHoursOf } from '@rochdale/voting';
import type { PapersView } from '@rochdale/voting';
import { verdict } from '../../kit/verdict.type.js';
import type { VerdictType } from '../../kit/verdict.type.js';
import { isVotedOn } from './proposal-verdicts.js';

/** Whether somebody may vote on paper in it, once it has opened. */
export const hasPapers = ({ rule, isHearing, openedAt }: ProposalView): boolean =>
  openedAt !== null && !isHearing && paperHoursOf(rule) !== null;

function whyNoPapers(view: ProposalView, now: Date): string | null {
  if (view.openedAt === null) return 'PROPOSAL_NOT_FOUND';
  if (!hasPapers(view)) return 'PAPER_NOT_USED';
  // Over, and decided by nobody yet, it waits for them.
  return isVotedOn(view, now) || view.state === 'closed' ? null : 'VOTING_CLOSED';
}

type OfPapers = 'confirmPapers' | 'disownPaper' | 'enterPapers' | 'handOutPapers' | 'returnPapers';

/** What the viewer is told of the papers of a vote. */
interface PapersTold {
  /** Null where there are none, or the viewer is told of none. */
  readonly papers: PapersView | null;
  /** Whether the list has a paper of theirs. */
  readonly isOnPaper: boolean;
}

export function ofPapers(
  actor: Actor,
  view: ProposalView,
  now: Date,
  { papers, isOnPaper }: PapersTold,
): Readonly<Record<OfPapers, VerdictType>> {
  const why = whyNoPapers(view, now);
  const isOpen = isVotedOn(view, now);
  const isConfirmed = papers?.isConfirmed === true ? 'PAPER_CONFIRMED' : null;
  const isEntered = (papers?.protocol ?? null) === null ? 'PAPER_NOT_ENTERED' : null;
  const isOwn = papers?.isEnteredByViewer === true ? 'PAPER_NEEDS_ANOTHER' : null;
  const isLate = papers !== null && papers.confirmUntil <= now ? 'PAPER_TOO_LATE' : null;
  const isTaken = (papers?.takenBack ?? 0) === 0 ? 'PAPER_NOT_TAKEN_BACK' : null;
  const isListed = isOnPaper ? null : 'PAPER_NOT_HANDED_OUT';
  return {
    handOutPapers: verdict(may(actor, 'paper.record'), why ?? (isOpen ? null : 'VOTING_CLOSED')),
    enterPapers: verdict(
      may(actor, 'paper.enter'),
      why ?? isConfirmed ?? (isOpen ? 'PAPER_TOO_EARLY' : isLate),
    ),
    confirmPapers: verdict(
      may(actor, 'paper.confirm'),
      why ?? isLate ?? isEntered ?? isConfirmed ?? isOwn,
    ),
    returnPapers: verdict(may(actor, 'paper.confirm'), why ?? isLate ?? isConfirmed ?? isTaken),
    disownPaper: verdict(may(actor, 'paper.disown'), why ?? isLate ?? isConfirmed ?? isListed),
  };
}
