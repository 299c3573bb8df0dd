import { appealKind } from '../links/followed-by.js';
import { undecidedStates } from '../proposal/lifecycle.js';
import type { ProposalState } from '../proposal/lifecycle.js';

export { appealKind };

/** What an appeal is against. */
export const expulsionKind = 'member.expel';

/** The key of the policy by which a co-operative decides on appeals, if it has one. */
export const appealPolicy = 'appeal';

export const appealStates = ['pending', 'upheld', 'dismissed', 'withdrawn', 'void'] as const;

/**
 * What became of an appeal. Void is one that ended by no doing of who filed it, and before anybody
 * decided: they may file another.
 */
export type AppealState = (typeof appealStates)[number];

/** Whether that is a vote on an appeal. */
export const isAppeal = (actions: readonly { readonly kind: string }[]): boolean =>
  actions.some(({ kind }) => kind === appealKind);

/**
 * What the last vote on an appeal makes of it; null while that is not known. What passed is upheld
 * as it is carried out; where that lapsed, it is upheld all the same. Of somebody who is erased
 * nobody decides any more.
 */
export function verdictOf(
  vote: ProposalState,
  { isErased }: { readonly isErased: boolean },
): Exclude<AppealState, 'pending'> | null {
  if (undecidedStates.includes(vote)) return null;
  if (isErased && vote !== 'executed') return 'withdrawn';
  switch (vote) {
    case 'withdrawn':
      return 'withdrawn';
    case 'cancelled':
      return 'void';
    case 'rejected':
    case 'no-quorum':
    case 'tied':
      return 'dismissed';
    case 'expired':
      return 'upheld';
    default:
      return null;
  }
}
