import { canonicalJson, sha256Hex } from '@rochdale/platform';
import type { Stance } from '../rule/decision-rule.js';

export interface CastBallotFacts {
  readonly ballotId: string;
  readonly proposalId: string;
  readonly memberId: string;
  readonly stance: Stance;
  readonly weight: bigint;
  readonly castAt: Date;
}

/**
 * What a voter keeps: SHA-256 over the canonical JSON of the ballot. Whoever has the ballot's facts
 * can make it again; whoever has the receipt alone learns nothing.
 */
export function ballotReceipt(ballot: CastBallotFacts): string {
  const { ballotId, proposalId, memberId, stance, weight, castAt } = ballot;
  return sha256Hex(canonicalJson({ ballotId, proposalId, memberId, stance, weight, castAt }));
}
