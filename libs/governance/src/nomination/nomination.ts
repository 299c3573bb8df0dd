import { readsOtherwise, sha256Hex } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';

/** Nobody is a candidate who has not accepted. */
export type CandidacyState = 'nominated' | 'accepted' | 'declined';

/** How many a member may nominate in one election. */
export const mostNominations = 20;

/** One option fewer than a vote has at most: where none of them is wanted, that is one too. */
export const mostCandidates = 49;

/**
 * What a vote has besides those who stand, where no more of them stand than there are seats: so
 * that nobody is elected whom voters do not want. A seat that it wins stays empty.
 */
export const reopening = 'Re-open nominations';

/** @throws CodedError STATEMENT_INVALID */
export function statementOf(given: string | null): string | null {
  const statement = (given ?? '').trim();
  if (statement === '') return null;
  if (statement.length <= 5000 && !readsOtherwise(statement)) return statement;
  throw governanceErrors.error('STATEMENT_INVALID', 'A statement has at most 5,000 characters.', {
    path: ['statement'],
  });
}

/** Candidates in an order that favours nobody: by the hash of a seed and of their id. */
export function orderBySeed(seed: string, memberIds: readonly string[]): string[] {
  return memberIds
    .map((memberId) => ({ memberId, key: sha256Hex(`${seed}:${memberId}`) }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ memberId }) => memberId);
}

/** How many seats a vote is for among so many who stand, and whether none of them is an option. */
export function seatsFor(seats: number, standing: number): { seats: number; reopens: boolean } {
  return { seats: Math.min(seats, standing), reopens: standing <= seats };
}
