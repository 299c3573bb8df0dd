import { votingErrors } from '../voting.errors.js';

/**
 * What a rule says of why somebody votes as they do: anybody may say it, nobody can, everybody has
 * to, or who is against has to, or who blocks. Left out, it is as the ballot kind asks by itself.
 */
export const reasonRules = ['optional', 'none', 'required', 'for-disagree', 'for-block'] as const;

interface OfReasons {
  readonly reasons?: (typeof reasonRules)[number] | undefined;
}

/** Whether a block or a veto needs no reason, which their kind asks for by itself. */
export const asksNoReason = ({ reasons }: OfReasons): boolean =>
  reasons === 'optional' || reasons === 'none';

/**
 * Why a ballot without a reason is not taken under a rule; null where it is.
 *
 * @param isAgainst whether what it says is against the proposal
 */
export function missingReason({ reasons }: OfReasons, isAgainst: boolean): Error | null {
  const details = { path: ['reason'] };
  if (reasons === 'required') {
    const message = 'By its policy who votes says why.';
    return votingErrors.error('BALLOT_NEEDS_REASON', message, details);
  }
  if (reasons !== 'for-disagree' || !isAgainst) return null;
  const message = 'By its policy who is against says why.';
  return votingErrors.error('DISAGREEMENT_NEEDS_REASON', message, details);
}
